package frame

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// foreign are the files that others have written, by version string and hash.
var foreign = []struct{ name, version, sum string }{
	{"htmx.min.js", `version:"2.0.11"`, "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"},
	{"uplot.min.js", "uPlot (v1.6.32)", "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f"},
	{"uplot.min.css", ".uplot", "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04"},
}

func TestFilesOfOthersAreTheReleasedOnes(t *testing.T) {
	for _, f := range foreign {
		data := assets()[f.name].data
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.sum || !bytes.Contains(data, []byte(f.version)) {
			t.Errorf("%s is not the release that it is said to be", f.name)
		}
	}
}

func TestTheLicencesOfOthersStandBesideTheirFiles(t *testing.T) {
	text := string(assets()["LICENSES.txt"].data)
	for _, f := range foreign {
		if !strings.Contains(text, f.name) {
			t.Errorf("the licence of %s is missing", f.name)
		}
	}
	for _, words := range []string{"Zero-Clause BSD", "The MIT License", "Leon Sorokin"} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is missing", words)
		}
	}
}

func TestAStaticFileIsKeptForEverUnderAnAddressThatChangesWithIt(t *testing.T) {
	address, err := staticPath("admin.css")
	if err != nil {
		t.Fatal(err)
	}
	w := fetch(address, "")
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
	if w := fetch("/admin/static/000000000000/admin.css", ""); w.Code != http.StatusNotFound {
		t.Errorf("an address of another version: status %d", w.Code)
	}
}

func TestAStaticFileIsSmallOnTheWire(t *testing.T) {
	address, _ := staticPath("htmx.min.js")
	w := fetch(address, "br, gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 20_000 {
		t.Fatalf("%d bytes, headers %v", w.Body.Len(), w.Header())
	}
	reader, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(reader); err != nil || !bytes.Equal(data, assets()["htmx.min.js"].data) {
		t.Errorf("it is another file: %v", err)
	}
}

func fetch(address, encoding string) *httptest.ResponseRecorder {
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", address, nil)
	r.Header.Set("Accept-Encoding", encoding)
	New(Config{}).ServeHTTP(w, r)
	return w
}

package writing_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTheBundleIsBuiltFromTheSourcesBesideIt(t *testing.T) {
	hash := sha256.New()
	for _, name := range []string{"build.sh", "editor.js", "look.js", "manual.js", "marks.js", "package-lock.json", "package.json"} {
		hash.Write([]byte(name + "\x00"))
		hash.Write(read(t, "editor/"+name))
		hash.Write([]byte{0})
	}
	want := "/*! goodterms editor " + hex.EncodeToString(hash.Sum(nil)) + ";"
	if bundle := string(read(t, "../frame/static/editor.js")); !strings.HasPrefix(bundle, want) {
		t.Errorf("admin/frame/static/editor.js begins %.60q: run admin/writing/editor/build.sh", bundle)
	}
}

func TestEveryPackageOfTheBundleIsExactAndItsLicenceIsThere(t *testing.T) {
	var named struct {
		Dependencies, DevDependencies map[string]string
	}
	if err := json.Unmarshal(read(t, "editor/package.json"), &named); err != nil {
		t.Fatal(err)
	}
	licences := string(read(t, "../frame/static/editor.licences.txt"))
	for name, version := range named.Dependencies {
		if strings.ContainsAny(version, "^~*<>") || !strings.Contains(licences, name+" "+version+"\n") {
			t.Errorf("%s %s: not exact, or without its licence", name, version)
		}
	}
	if version := named.DevDependencies["esbuild"]; version != "0.28.2" {
		t.Errorf("esbuild %s", version)
	}
}

package frame

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"
)

// What others have written in the folder static, unchanged, with its licences in
// LICENSES.txt. static_test.go holds the hashes.
//
//	htmx.min.js      htmx 2.0.11, npm package htmx.org, dist/htmx.min.js
//	uplot.min.js     uPlot 1.6.32, npm package uplot, dist/uPlot.iife.min.js
//	uplot.min.css    uPlot 1.6.32, npm package uplot, dist/uPlot.min.css
//
//go:embed static
var static embed.FS

// asset is a file of the folder static.
type asset struct {
	data  []byte
	sum   string
	small func() []byte // gzip; empty when that is not worth it
}

// assets are the files of the folder static by name, read once.
var assets = sync.OnceValue(func() map[string]asset {
	made := map[string]asset{}
	for _, file := range must(fs.ReadDir(static, "static")) {
		data := must(fs.ReadFile(static, "static/"+file.Name()))
		sum := sha256.Sum256(data)
		made[file.Name()] = asset{data, hex.EncodeToString(sum[:6]), sync.OnceValue(func() []byte { return squeeze(data) })}
	}
	return made
})

func squeeze(data []byte) []byte {
	var b bytes.Buffer
	w := must(gzip.NewWriterLevel(&b, gzip.BestCompression))
	if _, err := w.Write(data); err != nil || w.Close() != nil || b.Len() > len(data)*9/10 {
		return nil
	}
	return b.Bytes()
}

// staticPath is the address of a file of the folder static. It changes with the file,
// so that browsers may keep it for ever.
func staticPath(name string) (string, error) {
	a, ok := assets()[name]
	if !ok {
		return "", fmt.Errorf("there is no static file %s", name)
	}
	return "/admin/static/" + a.sum + "/" + name, nil
}

// addStatic serves the files to anyone: they say nothing about customers.
func (f *Frame) addStatic() {
	f.mux.HandleFunc("GET /admin/static/{sum}/{name}", func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		a, ok := assets()[name]
		if !ok || a.sum != r.PathValue("sum") {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox") // an image may be opened as a page
		h.Set("Vary", "Accept-Encoding")
		data := a.data
		if small := a.small(); small != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			data = small
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	})
}

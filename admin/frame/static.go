package frame

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
)

//go:embed static
var static embed.FS

// staticPath is the address of a file of the folder static. It changes with the file,
// so that browsers may keep it for ever.
func staticPath(name string) (string, error) {
	data, err := fs.ReadFile(static, "static/"+name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return "/admin/static/" + hex.EncodeToString(sum[:6]) + "/" + name, nil
}

// addStatic serves the files to anyone: they say nothing about customers.
func (f *Frame) addStatic() {
	f.mux.HandleFunc("GET /admin/static/{sum}/{name}", func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		if want, err := staticPath(name); err != nil || path.Base(path.Dir(want)) != r.PathValue("sum") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeFileFS(w, r, static, "static/"+name)
	})
}

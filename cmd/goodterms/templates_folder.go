package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// versionsFile says of which version the texts of a folder are.
const versionsFile = "versions.json"

// pulled is a template as a folder holds it.
type pulled struct {
	Stage   string `json:"stage"`
	Version int    `json:"version"`
}

// readVersions reads what the folder says of its templates; nothing when it was
// never pulled into.
func readVersions(dir string) (map[string]pulled, error) {
	known := map[string]pulled{}
	text, err := os.ReadFile(filepath.Join(dir, versionsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &known)
	}
	if err != nil {
		return nil, badInput{fmt.Errorf("%s cannot be read: %w", versionsFile, err)}
	}
	return known, nil
}

func writeVersions(dir string, known map[string]pulled) error {
	text, err := json.MarshalIndent(known, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, versionsFile), append(text, '\n'), 0o644)
}

// textFiles are the files that hold the text, by name within the folder.
func textFiles(key string, t remoteText) map[string]string {
	at := filepath.Join(t.Locale, key)
	switch channels.Kind(t.Channel) {
	case channels.Email:
		return map[string]string{filepath.Join(at, "email.md"): t.Text}
	case channels.SMS:
		return map[string]string{filepath.Join(at, "sms.txt"): t.Text}
	}
	return map[string]string{filepath.Join(at, "voice.txt"): t.Text, filepath.Join(at, "limited.txt"): t.Limited}
}

// writeTexts writes the texts of a template and removes those that it no longer
// has. Nothing else in the folder is touched.
func writeTexts(dir, key string, texts []remoteText) error {
	kept := map[string]bool{}
	for _, t := range texts {
		for name, text := range textFiles(key, t) {
			kept[name] = true
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				return err
			}
		}
	}
	old, err := filepath.Glob(filepath.Join(dir, "*", key, "*"))
	if err != nil {
		return err
	}
	for _, path := range old {
		name, err := filepath.Rel(dir, path)
		if err == nil && !kept[name] && slices.Contains([]string{"email.md", "sms.txt", "voice.txt", "limited.txt"}, filepath.Base(name)) {
			err = os.Remove(path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readTexts reads every text of a folder, by template.
func readTexts(dir string) (map[string][]remoteText, error) {
	sources, problems, err := templates.ReadFolder(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	var said []string
	for _, p := range problems {
		if p.File != versionsFile && !strings.HasPrefix(p.File, ".") && strings.Contains(p.File, "/") {
			said = append(said, p.File+": "+p.Text)
		}
	}
	if len(said) > 0 {
		return nil, badInput{errors.New("the folder holds files that are no texts:\n  " + strings.Join(said, "\n  "))}
	}
	texts := map[string][]remoteText{}
	for _, s := range sources {
		texts[s.Key] = append(texts[s.Key], remoteText{string(s.Channel), s.Locale, s.Text, s.Limited})
	}
	for _, list := range texts {
		sortTexts(list)
	}
	return texts, nil
}

func sortTexts(list []remoteText) {
	slices.SortFunc(list, func(a, b remoteText) int {
		return strings.Compare(a.Channel+" "+a.Locale, b.Channel+" "+b.Locale)
	})
}

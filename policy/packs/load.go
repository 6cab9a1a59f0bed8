package packs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// ErrPack says that files cannot be used as packs. Which file, row and field, and
// the remedy, follow in the errors it is joined with.
var ErrPack = errors.New("rule packs cannot be used")

// What to do about files as such.
const (
	sayNone   = "no pack is there: put in files such as us-ma.toml"
	sayLarge  = "a pack has at most 256 KiB: split it"
	sayRead   = "cannot be read: let this process read it"
	sayTOML   = "is not TOML: put texts into quotes, every key on a line of its own, and no key twice"
	sayFileID = "must be the file's name without .toml"
)

// largest is far above any real pack.
const largest = 256 << 10

// load reads every file that ends in .toml.
func load(files fs.FS) ([]*Pack, error) {
	names, err := fs.Glob(files, "*.toml")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrPack, sayNone)
	}
	var packs []*Pack
	var found faults
	for _, name := range names {
		packs = append(packs, loadFile(files, name, &found))
	}
	if len(found) > 0 {
		return nil, fmt.Errorf("%w:\n%w", ErrPack, errors.Join(found...))
	}
	return packs, nil
}

// loadFile reads one file; what it returns is of use only when no fault was found.
func loadFile(files fs.FS, name string, found *faults) *Pack {
	text, err := read(files, name)
	if err != nil {
		found.add(name, err.Error())
		return nil
	}
	values := map[string]any{}
	if err := toml.Unmarshal(text, &values); err != nil {
		found.add(name+position(err), sayTOML)
		return nil
	}
	return readPack(newTable(name, values, found), strings.TrimSuffix(name, ".toml"))
}

func read(files fs.FS, name string) ([]byte, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, errors.New(sayRead)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, largest+1))
	switch {
	case err != nil:
		return nil, errors.New(sayRead)
	case len(text) > largest:
		return nil, errors.New(sayLarge)
	}
	return text, nil
}

// position says where in a file the parser stopped; the parser's own words repeat
// what is written there.
func position(err error) string {
	var decode *toml.DecodeError
	if !errors.As(err, &decode) {
		return ""
	}
	line, column := decode.Position()
	return fmt.Sprintf(": line %d, character %d", line, column)
}

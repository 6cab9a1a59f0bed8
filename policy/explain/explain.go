// Package explain is in charge of what-if questions: it reads a case as JSON, has
// it decided and writes the answer. It refuses what it does not understand and
// names the field.
package explain

import (
	"errors"
	"io"
	"strconv"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// Limits of what is read at once.
const (
	MostBytes   = 8 << 20 // of the whole input
	MostCases   = 1000    // of one array
	MostHistory = 10_000  // lines of one case
	mostItems   = 1000    // of any other list of a case
)

// Case is one what-if question. It is made by Read.
type Case struct{ question policy.Question }

// Question is what is to be decided.
func (c Case) Question() policy.Question { return c.question }

// Cases is what was asked: one case, or a list of them.
type Cases struct {
	List    []Case
	Several bool // it was an array, even of one
}

// Read reads a case or an array of cases. Every field is checked; packs must be in
// the library, unless there is none. What is wrong comes back as Problems, all of
// it at once; any other error is the reader's.
func Read(r io.Reader, lib *packs.Library) (Cases, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MostBytes+1))
	if err != nil {
		return Cases{}, err
	}
	found := &findings{}
	if len(raw) > MostBytes {
		found.add("", "is larger than 8 MB; ask in several parts")
		return Cases{}, found.problems()
	}
	root := parse(raw, found)
	if len(found.list) > 0 {
		return Cases{}, found.problems()
	}
	cases := readCases(root, lib, found)
	if err := found.problems(); err != nil {
		return Cases{}, err
	}
	return cases, nil
}

func readCases(root any, lib *packs.Library, found *findings) Cases {
	list, several := root.([]any)
	if !several {
		return Cases{List: []Case{readCase(root, "", lib, found)}}
	}
	if len(list) > MostCases {
		found.add("", "holds more than 1000 cases; ask in several parts")
		return Cases{}
	}
	cases := Cases{List: make([]Case, len(list)), Several: true}
	for i, item := range list {
		cases.List[i] = readCase(item, "["+strconv.Itoa(i)+"]", lib, found)
	}
	return cases
}

func readCase(value any, path string, lib *packs.Library, found *findings) Case {
	o, ok := value.(*object)
	if !ok {
		found.add(path, "is not an object; give a case such as {\"at\": \"2027-03-14T07:30:00-04:00\", \"channel\": \"sms\"}")
		return Case{}
	}
	c := caseReader{fields: fields{path: path, object: o, findings: found}, lib: lib}
	c.read()
	return Case{c.q}
}

// IsProblem says that the error is about what was asked and not about reading it.
func IsProblem(err error) bool {
	var p Problems
	return errors.As(err, &p)
}

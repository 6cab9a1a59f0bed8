package api

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// exportPage is how many lines of an export are read at a time.
const exportPage = 500

// pages are the parts of a list, as lines that an import takes; next returns
// those after the one with the id, and the id of the last.
type pages[T any] struct {
	name string // of the file
	next func(after string) (lines []T, last string, err error)
}

func exportOptOuts(s *server, c *call) (answer, error) {
	return export(c, pages[newOptOut]{"opt-outs", func(after string) ([]newOptOut, string, error) {
		all, err := s.Permissions.ListOptOuts(c.ctx(), reminder.OptOutFilter{After: after, Limit: exportPage})
		return linesOf(all, optOutLine, func(o account.OptOut) string { return o.ID }, err)
	}})
}

func exportConsents(s *server, c *call) (answer, error) {
	return export(c, pages[newConsent]{"consents", func(after string) ([]newConsent, string, error) {
		all, err := s.Permissions.ListConsents(c.ctx(), reminder.OptOutFilter{After: after, Limit: exportPage})
		return linesOf(all, consentLine, func(o account.Consent) string { return o.ID }, err)
	}})
}

func linesOf[F, T any](all []F, line func(F) T, id func(F) string, err error) ([]T, string, error) {
	if err != nil || len(all) == 0 {
		return nil, "", err
	}
	out := make([]T, len(all))
	for i, one := range all {
		out[i] = line(one)
	}
	return out, id(all[len(all)-1]), nil
}

// export writes a list page by page, so that its length is no matter of memory.
// The first page is read before the answer begins: an error there is a problem
// like any other.
func export[T any](c *call, p pages[T]) (answer, error) {
	kind, err := exportType(c.Request)
	if err != nil {
		return answer{}, err
	}
	lines, last, err := p.next("")
	if err != nil {
		return answer{}, err
	}
	out := &stream{mediaType: kind, fileName: p.name + ".ndjson"}
	format := newNDJSON[T]
	if kind == csvType {
		out.mediaType, out.fileName, format = csvType+"; charset=utf-8; header=present", p.name+".csv", newTable[T]
	}
	out.parts = func(w io.Writer) error {
		write := format(w)
		for {
			if err := write(lines); err != nil || len(lines) < exportPage {
				return err
			}
			if lines, last, err = p.next(last); err != nil {
				return err
			}
		}
	}
	return answer{status: http.StatusOK, stream: out}, nil
}

// newNDJSON writes a JSON object per line.
func newNDJSON[T any](w io.Writer) func([]T) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return func(lines []T) error {
		for _, one := range lines {
			if err := out.Encode(one); err != nil {
				return err
			}
		}
		return nil
	}
}

// newTable writes a table by RFC 4180, cells guarded.
func newTable[T any](w io.Writer) func([]T) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	s := shapeOf(reflect.TypeFor[T](), "")
	record := make([]string, len(s.fields))
	for i, f := range s.fields {
		record[i] = f.name
	}
	headed := out.Write(record)
	return func(lines []T) error {
		if headed != nil {
			return headed
		}
		for n := range lines {
			value := reflect.ValueOf(&lines[n]).Elem()
			for i, f := range s.fields {
				record[i] = guarded(value.Field(f.index).String())
			}
			if err := out.Write(record); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}
}

// exportType is the type of the list that is asked for: by format, else by
// Accept, else CSV.
func exportType(r *http.Request) (string, error) {
	switch r.URL.Query().Get("format") {
	case "csv":
		return csvType, nil
	case "ndjson":
		return ndjsonType, nil
	case "":
	default:
		return "", badQuery("format", "must be csv or ndjson")
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if accept == "" {
		return csvType, nil
	}
	for _, kind := range wanted(accept) {
		switch kind {
		case csvType, "text/*", "*/*":
			return csvType, nil
		case ndjsonType, "application/*":
			return ndjsonType, nil
		}
	}
	return "", newProblem(http.StatusNotAcceptable, "This list comes as text/csv or application/x-ndjson; accept one of them, or say format=csv or format=ndjson.")
}

// wanted lists the media types of an Accept header, the best liked first.
func wanted(accept string) []string {
	type choice struct {
		kind    string
		quality float64
	}
	var all []choice
	for _, part := range strings.Split(accept, ",") {
		kind, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		quality, err := strconv.ParseFloat(cmp.Or(parameters["q"], "1"), 64)
		if err == nil && quality > 0 {
			all = append(all, choice{kind, quality})
		}
	}
	slices.SortStableFunc(all, func(a, b choice) int { return cmp.Compare(b.quality, a.quality) })
	kinds := make([]string, len(all))
	for i, one := range all {
		kinds[i] = one.kind
	}
	return kinds
}

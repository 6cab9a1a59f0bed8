package api

import (
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of an imported list.
const (
	maxLines      = 10_000
	maxLineFaults = 100 // that are shown; the others are counted
)

// Types of lists.
const (
	csvType    = "text/csv"
	ndjsonType = "application/x-ndjson"
)

// line is one entry of a list, with the line at which it begins.
type line[T any] struct {
	number int
	value  T
}

// lineFaults are the faults of a list.
type lineFaults struct {
	shown  findings
	more   int
	unread map[int]bool // lines that could not be read, by their numbers
}

func (f *lineFaults) add(all ...finding) {
	for _, one := range all {
		if len(f.shown) < maxLineFaults {
			f.shown = append(f.shown, one)
			continue
		}
		f.more++
	}
}

// at notes a fault of a line that cannot be read.
func (f *lineFaults) at(line int, field, message string) {
	f.unread[line] = true
	f.add(finding{Message: message, Location: lineLocation(line, field), item: noItem})
}

// err is an error when there are faults.
func (f *lineFaults) err() error {
	if len(f.shown) == 0 {
		return nil
	}
	p := unprocessable(f.shown)
	p.Detail = "The list has faults and nothing of it was recorded; correct the lines that errors lists and send it again."
	p.More = f.more
	return p
}

// readLines reads a list of either type. Faults that leave nothing to go on with
// are the error; those of single lines are collected.
func readLines[T any](text, kind string, s *shape) ([]line[T], *lineFaults, error) {
	if !utf8.ValidString(text) {
		return nil, nil, malformed("The list is not valid UTF-8; save it in UTF-8 and send it again.")
	}
	text = strings.TrimPrefix(text, "\ufeff") // spreadsheets begin with it
	if strings.TrimSpace(text) == "" {
		return nil, nil, malformed("The list is empty; send at least its header line.")
	}
	faults := &lineFaults{unread: map[int]bool{}}
	var lines []line[T]
	if kind == csvType {
		lines = readCSV[T](text, s, faults)
	} else {
		lines = readNDJSON[T](text, s, faults)
	}
	if len(lines) > maxLines {
		return nil, nil, newTooLong()
	}
	return lines, faults, nil
}

func newTooLong() error {
	return unprocessable(findings{{Message: "has more than 10,000 lines; send it in parts", Location: "body"}})
}

// readNDJSON reads one JSON object per line. Blank lines are passed over.
func readNDJSON[T any](text string, s *shape, faults *lineFaults) []line[T] {
	var out []line[T]
	number := 0
	for one := range strings.Lines(text) {
		if number++; strings.TrimSpace(one) == "" {
			continue
		}
		entry := line[T]{number: number}
		found, broken := read(one, s, &entry.value)
		if broken != nil {
			faults.at(number, "", "is no JSON object of this list; write one object per line, nested no deeper than 8 levels")
			found = nil
		}
		for _, f := range found {
			field := strings.TrimPrefix(strings.TrimPrefix(f.Location, "body"), ".")
			faults.at(number, field, f.Message)
		}
		if out = append(out, entry); len(out) > maxLines {
			break
		}
	}
	return out
}

// readCSV reads a table by RFC 4180 whose first line names the columns. After a
// line whose quotes are wrong nothing can be told from anything.
func readCSV[T any](text string, s *shape, faults *lineFaults) []line[T] {
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	var columns []int
	var out []line[T]
	for len(out) <= maxLines {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			faults.at(quoteLine(err), "", `has a quote in the wrong place, so nothing after it could be read; put a text that holds a comma or quote into quotes, and write a quote in it twice`)
			break
		}
		number, _ := in.FieldPos(0)
		if columns == nil {
			if columns = s.columns(record, number, faults); columns == nil {
				break
			}
			continue
		}
		entry := line[T]{number: number}
		s.row(record, columns, number, reflect.ValueOf(&entry.value).Elem(), faults)
		out = append(out, entry)
	}
	return out
}

// quoteLine is the line at which a table cannot be read any more.
func quoteLine(err error) int {
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		return broken.StartLine
	}
	return 1
}

// columns finds the fields that the header names; nil when it names wrong ones.
func (s *shape) columns(header []string, number int, faults *lineFaults) []int {
	columns := make([]int, 0, len(header))
	taken := map[int]bool{}
	for i, cell := range header {
		field, known := s.byName[strings.ToLower(strings.TrimSpace(cell))]
		switch {
		case !known:
			faults.at(number, "column "+strconv.Itoa(i+1), "is no column of this list; the first line names columns out of "+s.names()+", with commas between them")
		case taken[field]:
			faults.at(number, "column "+strconv.Itoa(i+1), "stands there twice; name each column once")
		}
		taken[field] = true
		columns = append(columns, field)
	}
	if faults.unread[number] {
		return nil
	}
	for i, f := range s.fields {
		if s.required&(1<<i) != 0 && !taken[i] {
			faults.at(number, f.name, "is required; add the column")
			columns = nil
		}
	}
	return columns
}

// names lists the fields of an object.
func (s *shape) names() string {
	names := make([]string, len(s.fields))
	for i, f := range s.fields {
		names[i] = f.name
	}
	return strings.Join(names, ", ")
}

// row reads the cells of a line. An empty one is absent.
func (s *shape) row(record []string, columns []int, number int, into reflect.Value, faults *lineFaults) {
	if len(record) != len(columns) {
		faults.at(number, "", "has "+strconv.Itoa(len(record))+" cells where the first line names "+strconv.Itoa(len(columns))+" columns; put a text that holds a comma into quotes")
		return
	}
	for i, cell := range record {
		f := &s.fields[columns[i]]
		text := unguarded(cell)
		fault := ""
		switch {
		case text != "":
			fault = textFault(text, f.shape)
		case s.required&(1<<f.index) != 0:
			fault = "is required"
		}
		if fault != "" {
			faults.at(number, f.name, fault)
			continue
		}
		into.Field(f.index).SetString(text)
	}
}

// guards are what spreadsheets take for the beginning of a formula
// (https://owasp.org/www-community/attacks/CSV_Injection), and the guard itself.
const guards = "=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20"

// guarded puts a ' before a text that a spreadsheet would run; every text comes
// back from unguarded as it was.
func guarded(text string) string {
	if wakes(text) {
		return "'" + text
	}
	return text
}

// wakes says that a spreadsheet might run the text, or take its ' for a guard.
func wakes(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	return size > 0 && strings.ContainsRune(guards, first)
}

// unguarded takes the ' away again.
func unguarded(cell string) string {
	rest, quoted := strings.CutPrefix(cell, "'")
	if quoted && wakes(rest) {
		return rest
	}
	return cell
}

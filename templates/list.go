package templates

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/account"
)

// The filters of lists: what they get is the list of records that a loop would go
// through.

// invoicesOf is the list of invoices that a filter was put on; nil when there is none.
func invoicesOf(value any) []*record {
	list, _ := value.([]*record)
	if len(list) == 0 || list[0].invoice == nil {
		return nil
	}
	return list
}

func shortList(value any, _ string) any {
	if list := invoicesOf(value); list != nil {
		return list[0].scope.numbers()
	}
	return nil
}

// sentence writes "INV-1 (£10.00, due 3 March 2027) and INV-2 (…)".
func sentence(value any, _ string) any {
	list := invoicesOf(value)
	if list == nil {
		return nil
	}
	s := list[0].scope
	items := make([]string, len(list))
	for i, r := range list {
		items[i] = s.numberOf(r.invoice) + " (" + s.moneyIn("", r.invoice.Balance) + s.dueIn(r.invoice) + ")"
	}
	return s.join(items)
}

// dueIn is ", due 3 March 2027"; empty when the day is not told.
func (s *scope) dueIn(i *account.Invoice) string {
	if !told(i.DueOn) {
		return ""
	}
	return ", " + s.style.words.due + " " + s.dateIn("", i.DueOn)
}

// numberOf is the invoice's number as it stands in a list; in a call it is said sign
// by sign.
func (s *scope) numberOf(i *account.Invoice) string {
	number := clean(i.Number)
	if s.manner == spoken {
		number = spell(i.Number)
	}
	text, _ := number.(string)
	return text
}

// tableRows are the cells of a table of invoices: the head, one row each, and the
// sums. The sums are left out when they would repeat a single row.
func (s *scope) tableRows(list []*record) (rows [][3]string, sums int) {
	rows = append(rows, s.style.words.columns)
	for _, r := range list {
		due := ""
		if told(r.invoice.DueOn) {
			due = s.dateIn("", r.invoice.DueOn)
		}
		rows = append(rows, [3]string{s.numberOf(r.invoice), due, s.moneyIn("", r.invoice.Balance)})
	}
	if len(list) > 1 {
		label := s.style.words.together
		for _, sum := range s.sums() {
			rows, sums = append(rows, [3]string{label, "", s.moneyIn("", sum)}), sums+1
			label = ""
		}
	}
	return rows, sums
}

// plainTable aligns the columns by spaces, amounts to the right.
func plainTable(value any, _ string) any {
	list := invoicesOf(value)
	if list == nil {
		return nil
	}
	rows, sums := list[0].scope.tableRows(list)
	var widths [3]int
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	rule := strings.Repeat("-", widths[0]+widths[1]+widths[2]+4)
	var lines []string
	for i, row := range rows {
		if i == 1 || sums > 0 && i == len(rows)-sums {
			lines = append(lines, rule)
		}
		lines = append(lines, pad(row[0], widths[0])+"  "+pad(row[1], widths[1])+"  "+strings.Repeat(" ", widths[2]-utf8.RuneCountInString(row[2]))+row[2])
	}
	return strings.Join(lines, "\n")
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", width-utf8.RuneCountInString(text))
}

// Styles of the table of a mail. It is made when the mail is, after the styles of
// the page were put inline, so it brings its own; the classes are for dark mode.
const (
	tableOpen  = `<table class="invoices" role="table" cellpadding="0" cellspacing="0" width="100%" style="width:100%;margin:0 0 24px;border-collapse:collapse;font-size:15px;line-height:1.45">`
	headCell   = `<th class="rule soft" scope="col" style="padding:0 8px 6px 0;border-bottom:1px solid #e4e1d9;text-align:left;font-size:13px;font-weight:600;color:#5b6572">`
	headAmount = `<th class="rule soft" scope="col" style="padding:0 0 6px 8px;border-bottom:1px solid #e4e1d9;text-align:right;font-size:13px;font-weight:600;color:#5b6572">`
	rowCell    = `<td class="rule" style="padding:8px 8px 8px 0;border-bottom:1px solid #e4e1d9;text-align:left;vertical-align:top">`
	rowAmount  = `<td class="rule" style="padding:8px 0 8px 8px;border-bottom:1px solid #e4e1d9;text-align:right;vertical-align:top;white-space:nowrap;font-variant-numeric:tabular-nums">`
	sumCell    = `<td colspan="2" style="padding:8px 8px 0 0;text-align:left;font-weight:600">`
	sumAmount  = `<td style="padding:8px 0 0 8px;text-align:right;white-space:nowrap;font-weight:600;font-variant-numeric:tabular-nums">`
)

// htmlTable is the table as a part of a page; every cell is escaped.
func htmlTable(value any) string {
	list := invoicesOf(value)
	if list == nil {
		return ""
	}
	rows, sums := list[0].scope.tableRows(list)
	var out strings.Builder
	out.WriteString(tableOpen)
	for i, row := range rows {
		out.WriteString("<tr>")
		switch {
		case i == 0:
			cells(&out, "</th>", headCell, row[0], headCell, row[1], headAmount, row[2])
		case i < len(rows)-sums:
			cells(&out, "</td>", rowCell, row[0], rowCell, row[1], rowAmount, row[2])
		default:
			cells(&out, "</td>", sumCell, row[0], sumAmount, row[2])
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</table>")
	return out.String()
}

// cells writes pairs of a cell's beginning and its content.
func cells(out *strings.Builder, end string, pairs ...string) {
	for pair := range slices.Chunk(pairs, 2) {
		out.WriteString(pair[0] + html.EscapeString(pair[1]) + end)
	}
}

// shownNumbers is how many invoice numbers a short text lists.
const shownNumbers = 3

func (s *scope) numbers() any {
	if len(s.records) == 0 {
		return nil
	}
	var list []string
	for _, r := range s.records[:min(len(s.records), shownNumbers)] {
		if text := s.numberOf(r.invoice); text != "" {
			list = append(list, text)
		}
	}
	if more := len(s.records) - shownNumbers; more > 0 {
		list = append(list, strconv.Itoa(more)+" "+s.style.words.more)
	}
	return orNil(s.join(list))
}

// sums adds up what is open, each currency for itself, in the order in which the
// currencies appear.
func (s *scope) sums() []account.Money {
	var sums []account.Money
	for _, r := range s.records {
		sums = add(sums, r.invoice.Balance)
	}
	return sums
}

func add(sums []account.Money, m account.Money) []account.Money {
	at := slices.IndexFunc(sums, func(sum account.Money) bool { return sum.Currency == m.Currency })
	if at < 0 {
		return append(sums, m)
	}
	sums[at].Minor += m.Minor
	return sums
}

// join writes "a", "a and b", "a, b and c".
func (s *scope) join(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	comma, last := ", ", len(list)-1
	if s.manner == spoken && strings.Contains(list[0], ", ") { // signs that are spelled have rests of their own
		comma = "; "
	}
	return strings.Join(list[:last], comma) + " " + s.style.words.and + " " + list[last]
}

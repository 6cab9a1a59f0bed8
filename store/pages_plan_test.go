package store_test

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// Indexes of few rows, or of which as many are read as are counted or listed: those
// may be gone through from their beginning.
var partial = []string{"reminder_held", "reminder_held_why", "reminder_waiting", "reminder_retrying",
	"follow_up_work", "follow_up_overdue", "attempt_settle"}

//go:embed testdata/plans.sql
var plansSQL string

// askedByPages is what the pages' questions ask of a database with a few rows, so
// that every step of a search finds something.
func askedByPages(t testing.TB, url string) []string {
	t.Helper()
	s := storetest.Open(t, url)
	for n := range 5 {
		p := named(n, "Blue Bottle Ltd", "Umberga Umbergb Umbergc Ltd", fmt.Sprint("R-2027-", n))
		p.Account.Reference = fmt.Sprint("C-00000", n)
		p.Contact.Email = fmt.Sprintf("buchhaltung%d@kunde.example", n)
		accept(t, s, p)
	}
	readAll(t, s)
	asked, err := store.Asked(t.Context(), url, func(s *store.Store) {
		for _, a := range askings {
			if _, err := a.ask(t.Context(), s); err != nil {
				t.Errorf("%s: %v", a.name, err)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(asked, func(text string) bool {
		return !strings.HasPrefix(text, "SELECT") || strings.Contains(text, "FROM creditor")
	})
}

func TestNoQuestionOfAPageReadsAWholeTable(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		asked := askedByPages(t, url)
		if len(asked) < 40 {
			t.Fatalf("only %d questions", len(asked))
		}
		whole := wholeSQLite
		db := explaining(t, url)
		if strings.HasPrefix(url, "postgres") {
			whole = wholePostgres
		}
		explain := func(query string) {
			plan, fault := whole(t, db, query)
			if fault != "" {
				t.Errorf("%s\n%s\n%s", fault, query, plan)
			}
			if strings.Contains(query, "reason <> ''") && !strings.Contains(plan, "reminder_waiting") {
				t.Errorf("goes through the whole schedule\n%s\n%s", query, plan)
			}
		}
		for _, prepare := range []string{plansSQL, "ANALYZE"} { // with and without statistics
			if _, err := db.ExecContext(t.Context(), prepare); err != nil {
				t.Fatal(err)
			}
			for _, query := range asked {
				explain(query)
			}
		}
	})
}

func explaining(t testing.TB, url string) *sql.Conn {
	t.Helper()
	driver, name := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
		driver, name = "sqlite", "file:"+path
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if driver == "pgx" {
		if _, err := conn.ExecContext(t.Context(), store.PageSettings); err != nil {
			t.Fatal(err)
		}
	}
	return conn
}

// lines are the last column of a query's rows.
func lines(t testing.TB, conn *sql.Conn, query string, args ...any) []string {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	var list []string
	for rows.Next() {
		dest := make([]any, len(columns))
		for i := range dest {
			dest[i] = new(any)
		}
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprint(*dest[len(dest)-1].(*any)))
	}
	return list
}

// SQLite calls what has a name of one letter a scan too: rows of a list that comes
// with the question, or of a part of it.
var scanned = regexp.MustCompile(`^SCAN (\w\w+|[a-mo-uw-z])\b(?: USING (COVERING )?INDEX (\w+))?`)

func wholeSQLite(t testing.TB, conn *sql.Conn, query string) (plan, fault string) {
	numbered := regexp.MustCompile(`\$(\d+)`).ReplaceAllString(query, "?$1")
	args := make([]any, strings.Count(query, "?")+64)
	used := args[:0]
	for range highest(query) + strings.Count(query, "?") {
		used = append(used, 0)
	}
	list := lines(t, conn, "EXPLAIN QUERY PLAN "+numbered, used...)
	for _, line := range list {
		if strings.Contains(line, "B-TREE FOR ORDER BY") && strings.Contains(query, "LIMIT $") {
			fault = line
		}
		m := scanned.FindStringSubmatch(line)
		if m == nil || strings.Contains(line, "CONSTANT ROW") || slices.Contains(partial, m[3]) ||
			m[1] == "instance" || strings.Contains(query, "LIMIT 1000") && m[1] == "receipt" {
			continue
		}
		fault = line
	}
	return strings.Join(list, "\n"), fault
}

// highest is the highest number of a parameter.
func highest(query string) (most int) {
	for _, m := range regexp.MustCompile(`\$(\d+)`).FindAllStringSubmatch(query, -1) {
		n := 0
		fmt.Sscan(m[1], &n)
		most = max(most, n)
	}
	return most
}

var (
	indexScan = regexp.MustCompile(`Index (?:Only )?Scan(?: Backward)? using (\w+) on (\w+)`)
	seqScan   = regexp.MustCompile(`Seq Scan on (\w+)`)
)

func wholePostgres(t testing.TB, conn *sql.Conn, query string) (plan, fault string) {
	exec := func(text string) {
		if _, err := conn.ExecContext(context.WithoutCancel(t.Context()), text); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
	exec("PREPARE asked AS " + query)
	values := ""
	if n := highest(query); n > 0 {
		values = "(" + strings.Repeat("NULL,", n-1) + "NULL)"
	}
	list := lines(t, conn, "EXPLAIN EXECUTE asked"+values)
	exec("DEALLOCATE asked")
	for i, line := range list {
		if m := seqScan.FindStringSubmatch(line); m != nil && m[1] != "instance" {
			fault = line
		}
		if strings.Contains(line, "->  Sort") && strings.Contains(query, "LIMIT $") {
			fault = line
		}
		m := indexScan.FindStringSubmatch(line)
		if m == nil || slices.Contains(partial, m[1]) || i+1 < len(list) && strings.Contains(list[i+1], "Index Cond") ||
			m[2] == "instance" || strings.Contains(query, "LIMIT 1000") && m[2] == "receipt" {
			continue
		}
		fault = line
	}
	return strings.Join(list, "\n"), fault
}

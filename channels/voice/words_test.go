package voice

import (
	"reflect"
	"strings"
	"testing"
)

func TestEveryLanguageHasEveryWord(t *testing.T) {
	t.Parallel()
	for _, w := range script {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			if v.Field(i).String() == "" {
				t.Errorf("%s lacks %s", w.language, v.Type().Field(i).Name)
			}
		}
		if strings.Count(w.hello, creditor) != 1 || strings.Count(w.welcome, creditor) != 1 {
			t.Errorf("%s does not name who calls or who is called", w.language)
		}
	}
}

func TestEveryMenuNamesItsKeys(t *testing.T) {
	t.Parallel()
	for _, w := range script {
		for menu, keys := range map[string]string{w.menu: "1239", w.menuBack: "1239", w.line: "39", w.lineBack: "39"} {
			for _, key := range "123456789" {
				if want := strings.Count(keys, string(key)); strings.Count(menu, string(key)) != want {
					t.Errorf("%s: %q does not name %c %d times", w.language, menu, key, want)
				}
			}
		}
	}
}

func TestNoWordAccuses(t *testing.T) {
	t.Parallel()
	for _, w := range script {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			for _, harsh := range []string{"debt", "owe", "overdue", "collect", "legal", "fail", "Schuld", "Mahn", "Inkasso", "säumig",
				"dette", "impay", "recouvr", "deuda", "moros", "cobro", "incasso", "achterstal", "dívida", "cobrança", "debit", "insolut"} {
				if strings.Contains(strings.ToLower(v.Field(i).String()), strings.ToLower(harsh)) {
					t.Errorf("%s says %q", w.language, harsh)
				}
			}
		}
	}
}

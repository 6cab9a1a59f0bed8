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
		if strings.Count(w.hello, creditor) != 1 {
			t.Errorf("%s does not name who calls", w.language)
		}
	}
}

func TestEveryMenuNamesItsKeys(t *testing.T) {
	t.Parallel()
	for _, w := range script {
		for _, menu := range []string{w.menu, w.menuBack} {
			for _, key := range []string{"1", "2", "3", "9"} {
				if strings.Count(menu, key) != 1 {
					t.Errorf("%s: %q does not name %s once", w.language, menu, key)
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
			for _, harsh := range []string{"debt", "owe", "overdue", "collect", "legal", "fail", "Schuld", "Mahn", "Inkasso", "säumig"} {
				if strings.Contains(strings.ToLower(v.Field(i).String()), strings.ToLower(harsh)) {
					t.Errorf("%s says %q", w.language, harsh)
				}
			}
		}
	}
}

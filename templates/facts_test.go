package templates_test

import (
	"testing"

	"github.com/goodterms/goodterms/templates"
)

func TestWhatEachAnswerMustStateIsChecked(t *testing.T) {
	t.Parallel()
	const promise = "{{ creditor.name }} {{ numbers }} {{ total }} {% for promise in promises %}{{ promise.amount }} {{ promise.on }}{% endfor %}"
	for _, c := range []struct{ key, text, want string }{
		{"opt_out_confirmed", "{{ creditor.name }}: done.", ""},
		{"opt_out_confirmed", "Done.", "0 must_state"},
		{"opt_out_confirmed", "{{ creditor.name }}: {{ invoice.number }}.", "0 opt_out"},
		{"opt_out_confirmed", "{{ creditor.name }}: {{ total }}.", "0 opt_out"},
		{"opt_out_confirmed", "{{ creditor.name }}:{% for i in invoices %} {{ i.balance }}{% endfor %}.", "0 opt_out, 0 opt_out"},
		{"promise_noted", promise + " Reply.", ""},
		{"promise_noted", promise + " Antworten Sie.", ""},
		{"promise_noted", promise, "0 must_state"},
		{"promise_noted", "{{ creditor.name }} {{ numbers }} Reply.", "0 must_state, 0 must_state, 0 must_state, 0 must_state"},
		{"dispute_acknowledged", "{{ creditor.name }} {{ numbers }}", ""},
		{"dispute_acknowledged", "{{ creditor.name }}", "0 must_state"},
		{"answer", "{{ creditor.name }} {{ answer.text }}", ""},
		{"answer", "{{ creditor.name }}", "0 must_state"},
	} {
		short, long := sms(c.text), mail("---\nsubject: Your message\n---\n"+c.text+"\n")
		short.Key, long.Key = c.key, c.key
		for _, source := range []templates.Source{short, long} {
			if got := rules(templates.Check(source)); got != c.want {
				t.Errorf("%s by %s, %s: got %q, want %q", c.key, source.Channel, c.text, got, c.want)
			}
		}
	}
}

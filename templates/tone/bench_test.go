package tone

import (
	"strings"
	"testing"
)

// ordinary is a reminder as many are written.
const ordinary = `Dear {{ contact.name }},

we have not yet received your payment for invoice {{ invoice.number }} of {{ invoice.issued_on }}. The amount of **{{ invoice.balance }}** was due on {{ invoice.due_on }}.

If you have already paid, please disregard this message. Otherwise please pay by bank transfer, or online at [our payment page]({{ creditor.pay_url }}).

{% if terms.interest %}Under our terms interest may be charged from the due date; we have not charged any so far.{% endif %}

If something is not right with the invoice, simply reply to this mail. We understand that delays happen.

Kind regards
{{ creditor.name }}
`

func BenchmarkFind(b *testing.B) {
	j := soundJudge(b)
	j.Find(ordinary, "en", Final)
	for b.Loop() {
		j.Find(ordinary, "en", Final)
	}
}

func BenchmarkFindSMS(b *testing.B) {
	j := soundJudge(b)
	text := "Northgate: invoice 331 over £85.00 was due on 2 May. Pay at https://pay.northgate.example/331 or call us. STOP to opt out."
	j.Find(text, "en", Final)
	for b.Loop() {
		j.Find(text, "en", Final)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		j := judge(b)
		if err := j.Check(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLong(b *testing.B) {
	j := soundJudge(b)
	text := strings.Repeat(ordinary, 1<<20/len(ordinary))
	for b.Loop() {
		j.Find(text, "en", Final)
	}
}

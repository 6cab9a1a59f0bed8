package templates

import "strings"

// A text must state these facts; each is met by any one of the variables. What a
// locale calls them is for the writer.
type must struct {
	what string
	any  []string
}

func mustState() []must {
	return []must{
		{"who writes: {{ creditor.name }}", []string{"creditor.name"}},
		{"which invoice: {{ invoice.number }} or {{ numbers }}", []string{"invoice.number", "invoice.number_spoken", "numbers"}},
		{"how much is open: {{ invoice.balance }} or {{ total }}", []string{"invoice.balance", "total"}},
		{"when it is due: {{ invoice.due_on }}", []string{"invoice.due_on"}},
		{"how to pay or to answer: {{ creditor.pay_url }}, {{ creditor.pay_text }}, {{ creditor.phone }} or {{ creditor.email }}",
			[]string{"creditor.pay_url", "creditor.pay_text", "creditor.phone", "creditor.phone_spoken", "creditor.email"}},
	}
}

// missing lists the facts that a text does not state anywhere.
func missing(s Source, used map[string]bool) []Problem {
	var problems []Problem
	for _, m := range mustStateIn(s.Key) {
		if !usesAny(used, m.any) {
			problems = append(problems, Problem{s.File, 0, "must_state", "the text does not say " + m.what})
		}
	}
	return problems
}

func usesAny(used map[string]bool, names []string) bool {
	for _, name := range names {
		if used[name] {
			return true
		}
	}
	return false
}

// emailFacts also asks for the way to stop emails (12 CFR 1006.6(e), RFC 8058).
func emailFacts(s Source, used map[string]bool) []Problem {
	problems := missing(s, used)
	if isAnswer(s.Key) {
		return append(problems, answerFacts(s, used)...)
	}
	if !used["unsubscribe_url"] {
		problems = append(problems, Problem{s.File, 0, "opt_out", "the text does not offer to stop emails: {{ unsubscribe_url }}"})
	}
	return problems
}

// smsFacts also asks for the word that stops texts (12 CFR 1006.6(e)).
func smsFacts(s Source, used map[string]bool) []Problem {
	problems := missing(s, used)
	if isAnswer(s.Key) {
		return append(problems, answerFacts(s, used)...)
	}
	if !strings.Contains(s.Text, "STOP") {
		problems = append(problems, Problem{s.File, 0, "opt_out", "the text does not say that STOP ends such messages"})
	}
	return problems
}

func voiceFacts(s Source, used map[string]bool) []Problem { return missing(s, used) }

// debtWords are those that a subject must not say, in the languages of the texts.
func debtWords() []string {
	return []string{
		"overdue", "debt", "unpaid", "past due", "late payment", "final notice",
		"überfällig", "mahnung", "schuld", "rückstand", "unbezahlt",
		"dette", "impayé", "retard", "relance", "deuda", "impag", "vencid", "atras", "moros",
		"achterstand", "aanmaning", "onbetaald", "dívida", "debit", "scadut", "insolut", "sollecit", "ritardo",
	}
}

// subjectFacts keeps the debt out of the subject, which shows on locked screens
// and to those who share a mailbox: it may name the creditor and the invoices.
func subjectFacts(s Source, subject string, used map[string]bool) []Problem {
	var problems []Problem
	for name := range used {
		switch name {
		case "creditor.name", "invoice.number", "numbers", "count", "contact.name", "account.reference":
		default:
			problems = append(problems, Problem{s.File, 2, "subject", "a subject cannot say " + name})
		}
	}
	lower := strings.ToLower(subject)
	for _, word := range debtWords() {
		if strings.Contains(lower, word) {
			problems = append(problems, Problem{s.File, 2, "subject", "a subject names the invoice and not the debt: leave out “" + word + "”"})
		}
	}
	return problems
}

// limitedFacts keeps to what a machine may hear: who calls and how to call back,
// and nothing about the debt (12 CFR 1006.2(j)).
func limitedFacts(s Source, used map[string]bool) []Problem {
	var problems []Problem
	if !used["creditor.name"] {
		problems = append(problems, Problem{s.limitedFile(), 0, "must_state", "the message does not say who calls: {{ creditor.name }}"})
	}
	if !usesAny(used, []string{"creditor.phone", "creditor.phone_spoken"}) {
		problems = append(problems, Problem{s.limitedFile(), 0, "must_state", "the message does not say how to call back: {{ creditor.phone_spoken }}"})
	}
	for name := range used {
		if !strings.HasPrefix(name, "creditor.") || strings.HasPrefix(name, "creditor.pay_") {
			problems = append(problems, Problem{s.limitedFile(), 0, "limited", "a machine must not hear " + name})
		}
	}
	return problems
}

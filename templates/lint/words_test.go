package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// plain is a reminder in plain words, as a customer gets it, apart by its facts.
func plain(channel channels.Kind) []string {
	if channel == channels.SMS {
		return []string{"Acme Ltd: ", "invoice INV-1042 ", "(£1,250.00, ", "due 3 March 2027) ", "is still open. ", "Pay: https://pay.acme.example/8f3k. ", "Reply STOP to stop texts."}
	}
	return []string{
		"Hello Ana,\n\nthis is Acme Ltd. ", "Invoice **INV-1042** ", "over **£1,250.00** ", "was due on 3 March 2027 ", "and is still open.\n\n",
		"[Pay online](https://pay.acme.example/8f3k)\n\n", "Is something not right? Reply to this email.\n\n",
		"[Unsubscribe](https://pay.acme.example/u/8f3k)\n",
	}
}

func lintOf(t *testing.T, r lint.Request) lint.Report {
	t.Helper()
	return linter(t).Lint(r)
}

// severities are the rules of a report with their severities, in order.
func severities(r lint.Report) []string {
	list := []string{}
	for _, f := range r.Findings {
		list = append(list, f.Rule+" "+string(f.Severity)+": "+f.Text)
	}
	return list
}

func TestPlainWordsThatStateEveryFactPass(t *testing.T) {
	t.Parallel()
	for _, channel := range []channels.Kind{channels.Email, channels.SMS} {
		r := lintOf(t, lint.Request{Channel: channel, Text: strings.Join(plain(channel), "")})
		if !r.OK || len(r.Findings) > 0 {
			t.Errorf("%s: %v", channel, severities(r))
		}
	}
}

func TestAFactThatIsTakenOutOfPlainWordsIsMissed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		channel channels.Kind
		without int
		says    string
		ok      bool
	}{
		{channels.Email, 1, "which invoice", false},
		{channels.Email, 2, "how much is open", false},
		{channels.Email, 3, "when it is due", false},
		{channels.Email, 5, "how to pay", false},
		{channels.Email, 6, "how to answer", false},
		{channels.Email, 7, "does not offer to stop emails", false},
		{channels.SMS, 0, "who writes", false},
		{channels.SMS, 1, "which invoice", true},
		{channels.SMS, 2, "how much is open", false},
		{channels.SMS, 3, "when it is due", true},
		{channels.SMS, 5, "how to pay", false},
		{channels.SMS, 6, "STOP", false},
	} {
		text := strings.Join(slices.Delete(plain(c.channel), c.without, c.without+1), "")
		if c.channel == channels.Email {
			text = "---\nsubject: Invoice from Acme Ltd\n---\n" + text
		}
		r := lintOf(t, lint.Request{Channel: c.channel, Text: text})
		said := slices.ContainsFunc(r.Findings, func(f lint.Finding) bool { return strings.Contains(f.Text, c.says) && f.Instead != "" })
		if !said || r.OK != c.ok {
			t.Errorf("%s without part %d: %v", c.channel, c.without, severities(r))
		}
	}
}

func TestPlainWordsOfEachLanguageAreUnderstood(t *testing.T) {
	t.Parallel()
	for locale, text := range map[string]string{
		"de":    "Guten Tag,\n\nhier ist die Muster GmbH. Die Rechnung RE-1042 über 1.250,00 € war am 3. März 2027 fällig.\n\nBitte überweisen Sie den Betrag. Fragen? Antworten Sie einfach auf diese E-Mail.\n\n[Abmelden](https://muster.example/u/1)",
		"fr":    "Bonjour,\n\nla facture F-1042 de 1\u202f250,00\u00a0€ était à régler le 3 mars 2027.\n\nVous pouvez payer par virement. Une question ? Répondez à ce message.\n\n[Se désinscrire](https://acme.example/u/1)\n\nCordialement,\nAcme SARL",
		"es":    "Hola:\n\nla factura F-1042 de 1.250,00 € vencía el 3 de marzo de 2027.\n\nPuede pagar por transferencia. ¿Dudas? Responda a este correo.\n\n[Darse de baja](https://acme.example/u/1)\n\nUn saludo,\nAcme SL",
		"nl":    "Beste Ana,\n\nfactuur F-1042 van € 1.250,00 had vervaldatum 3 maart 2027.\n\nU kunt het bedrag overmaken. Vragen? Antwoord op deze mail.\n\n[Afmelden](https://acme.example/u/1)\n\nMet vriendelijke groet,\nAcme BV",
		"pt":    "Olá,\n\na fatura F-1042 de R$ 1.250,00 venceu em 3 de março de 2027.\n\nVocê pode pagar por pix. Dúvidas? Responda a este e-mail.\n\n[Cancelar](https://acme.example/u/1)\n\nAtenciosamente,\nAcme Ltda",
		"it":    "Buongiorno,\n\nla fattura F-1042 di 1.250,00 € scadeva il 3 marzo 2027.\n\nPuò pagare con bonifico. Domande? Risponda a questa e-mail.\n\n[Disiscriversi](https://acme.example/u/1)\n\nCordiali saluti,\nAcme Srl",
		"en-US": "Hello,\n\nthis is Acme Inc. Invoice 1042 for $1,250.00 was due on March 3, 2027.\n\nYou can pay by bank transfer. Questions? Call 555-0142-0199.\n\nReply if you no longer want emails.",
	} {
		r := lintOf(t, lint.Request{Channel: channels.Email, Locale: locale, Text: text})
		for _, f := range r.Findings {
			if f.Rule == "must_state" || f.Rule == "opt_out" {
				t.Errorf("%s: %s", locale, f.Text)
			}
		}
	}
}

func TestWithoutAChannelNothingIsAskedThatDependsOnOne(t *testing.T) {
	t.Parallel()
	text := strings.Join(plain(channels.SMS)[:6], "") + "Or reply."
	if r := lintOf(t, lint.Request{Text: text}); len(r.Findings) > 0 || r.SMS != nil || r.Voice != nil {
		t.Errorf("%v", severities(r))
	}
	mail := "---\nsubject: Invoice INV-1042\n---\n" + text
	if r := lintOf(t, lint.Request{Text: mail}); !slices.Contains(r.Faults, "opt_out") {
		t.Errorf("a text with front matter is an email: %v", severities(r))
	}
}

func TestTheConfirmationOfAnOptOutSaysNoMoreThanThat(t *testing.T) {
	t.Parallel()
	good := lint.Request{Stage: templates.OptOutConfirmed, Channel: channels.SMS, Text: "Acme Ltd: you will get no more texts from us."}
	if r := lintOf(t, good); !r.OK {
		t.Errorf("%v", severities(r))
	}
	bad := good
	bad.Text += " Invoice INV-1042 (£10.00) is still open."
	if r := lintOf(t, bad); !slices.Contains(r.Faults, "opt_out") {
		t.Errorf("%v", severities(r))
	}
}

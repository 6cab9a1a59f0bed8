package trim

import (
	"regexp"
	"strings"
)

// How much of the end is looked at for disclaimers.
const (
	disclaimerWindow = 60   // lines
	longestLegal     = 6000 // bytes of one paragraph
)

// What disclaimers speak of, in the seven languages: that it is secret, for whom it
// is, and what those must do for whom it is not.
var (
	secret = regexp.MustCompile(`confidential|privileged|vertraulich|rechtlich geschützt|confidentiel|confidencial|vertrouwelijk|riservat|confidenzial|privilegiad|secret professionnel|personenbezogen`)
	meant  = regexp.MustCompile(`intended (?:recipient|solely|only|for|exclusively)|recipient|addressee|empfänger|adressat|bestimmt|destinataire|destinatari|dirigid|ontvanger|geadresseerde|bestemd|destinad|exclusiv|esclusiv|uitsluitend|ausschließlich`)
	done   = regexp.MustCompile(`notify|delete|destroy|disclos|unauthori[sz]ed|prohibited|in error|unbefugt|nicht gestattet|untersagt|irrtümlich|vernichten|löschen|par erreur|interdit|détruire|supprimer|por error|prohibid|elimin|borr[ae]|abusievelijk|ten onrechte|verboden|verwijder|vernietig|por engano|por erro|proibid|apag|per errore|vietat|cancell|distrugg|virus|liabilit|haftung|haftet|responsab|aansprakelijk`)
	legal  = regexp.MustCompile(`e-?mail|message|nachricht|mensaje|mensagem|messaggio|bericht|attachment|anhang|anlagen|pièces|anexo|adjunto|allegat|bijlage|company|gmbh|limited|privacy|datenschutz|gdpr|dsgvo|rgpd|registered|regist`)
	// unless is the condition that only a disclaimer makes.
	unless = regexp.MustCompile(`if you (?:are not|have received|received|believe|got)|(?:wenn|falls|sollten) sie nicht|irrtümlich erhalten|si vous n'êtes pas|si vous avez reçu|si (?:usted )?no es|si ha recibido|(?:indien|als) u (?:niet|dit)|se (?:você )?não (?:é|for)|se recebeu|(?:se|qualora) non|se avete ricevuto|se ha ricevuto|avete ricevuto`)
	// printing is the plea to think before printing.
	printing = regexp.MustCompile(`^[^a-z]*(?:please )?(?:consider|think of|think about|think before) .{0,30}(?:environment|print)|umwelt .{0,60}(?:druck|e-?mail|mail)|bevor sie .{0,40}(?:drucken|ausdrucken)|(?:avant d'imprimer|pensez à l'environnement)|antes de imprimir|medio ambiente.{0,40}imprim|denk aan het milieu|meio ambiente.{0,40}imprim|(?:prima di stampare|pensa all'ambiente)`)
	first    = regexp.MustCompile(`(?:^|[ "(])(?:i|i'm|i've|i'll|i'd|my|ich|mein|meine|meiner|mir|mich|j'ai|je|moi|mes|yo|ik|mijn|eu|meu|minha|mio|mia)(?:[ ,.;:!?)]|$)`)
)

// withoutDisclaimer drops the paragraphs at the end in which a lawyer speaks.
func withoutDisclaimer(lines []line) []line {
	from := len(lines)
	for end := len(lines); end > 0 && len(lines)-end < disclaimerWindow; {
		start := paragraph(lines, end)
		text := joined(lines[start:end])
		switch {
		case disclaims(text):
			from = start
		case !accompanies(text):
			return lines[:from]
		}
		for end = start; end > 0 && lines[end-1].blank; {
			end--
		}
	}
	return lines[:from]
}

// paragraph returns where the paragraph that ends before end begins.
func paragraph(lines []line, end int) int {
	start := end
	for start > 0 && end-start < disclaimerWindow && !lines[start-1].blank {
		start--
	}
	return start
}

// joined is a paragraph as one line; empty when it is too long to be a disclaimer.
func joined(lines []line) string {
	var whole strings.Builder
	for _, l := range lines {
		if whole.Len()+len(l.text) > longestLegal {
			return ""
		}
		whole.WriteString(l.text)
		whole.WriteByte(' ')
	}
	return strings.Join(strings.Fields(strings.ToLower(straight.Replace(whole.String()))), " ")
}

// disclaims says that a paragraph is a disclaimer: of a message it is said that it is
// secret, or what holds if it came to the wrong one, and for whom it is or what to do;
// and nobody speaks of themselves. "Wrong recipient, delete my address" is none.
func disclaims(text string) bool {
	if len(text) < 20 || first.MatchString(text) || sums.MatchString(text) {
		return false
	}
	if printing.MatchString(text) && len(text) < 300 {
		return true
	}
	if len(text) < 60 || !legal.MatchString(text) {
		return false
	}
	return (secret.MatchString(text) || unless.MatchString(text)) && (meant.MatchString(text) || done.MatchString(text))
}

// accompanies says that a paragraph may stand below a disclaimer: lines drawn, or
// the firm's entry in a register.
func accompanies(text string) bool {
	if len(text) < 3 || len(text) > 400 {
		return false
	}
	return strings.Trim(text, "-_=* ") == "" ||
		legal.MatchString(text) && !first.MatchString(text) && !sums.MatchString(text) && !speaks(text)
}

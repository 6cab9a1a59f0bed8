package lint

import (
	"regexp"
	"strings"

	"github.com/bojanz/currency"
)

// Signs by which plain words state a fact, in the languages of the texts. They are
// generous: a text that states the fact in its own way must not be refused.

const (
	months = `jan(?:uary|uar|vier|uari|eiro)?|gen(?:naio)?|ene(?:ro)?|feb(?:ruary|ruar|ruari|brero|braio)?|févr(?:ier)?|fev(?:ereiro)?|` +
		`mar(?:ch|s|zo|ço)?|märz|maart|mrt|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|may|mai|mei|mayo|maio|mag(?:gio)?|jun[ei]?|juin|junio|junho|giu(?:gno)?|` +
		`jul[iy]?|juil(?:let)?|julio|julho|lug(?:lio)?|aug(?:ust|ustus)?|août|ago(?:sto)?|sep(?:t|tember|tembre|tiembre)?|set(?:embro|tembre)?|` +
		`o[ck]t(?:ober|obre|ubre)?|out(?:ubro)?|ott(?:obre)?|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember|embro)?|déc(?:embre)?|dic(?:iembre|embre)?`
	symbols    = `[£€$¥₹₩₽₺₫₦₱₴₪฿]|R\$|zł|Kč|kr\.?`
	space      = `[\s\x{a0}\x{202f}]`
	moneyWords = `pounds?|pence|euros?|dollars?|cents?|yen|francs?|rupees?|pfund|franken|rappen|livres?|libras?|dólar(?:es)?|pesos?|sterline|dollari|franchi|pond(?:en)?|reais|real|kron(?:a|er|or|en)`
)

var (
	amountSign = regexp.MustCompile(`(?i)(?:` + symbols + `)` + space + `?\d|\d` + space + `?(?:` + symbols + `)|\d` + space + `+(?:` + moneyWords + `)\b`)
	amountCode = regexp.MustCompile(`\b([A-Z]{3})` + space + `?\d|\d` + space + `?([A-Z]{3})\b`)
	dateSign   = regexp.MustCompile(`(?i)\b\d{1,2}(?:st|nd|rd|th|er|\.|º|ª)?\s*(?:of\s+|de\s+|d['’])?(?:` + months + `)\b|\b(?:` + months + `)\.?\s+(?:the\s+)?\d{1,2}|` +
		`\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b|` +
		`\b(?:in|vor|dans|il y a|hace|en|over|em|há|tra|fa)\s+\d+\s+(?:days|tag\w*|jours?|días?|dagen|dias?|giorni)|\b\d+\s+(?:days ago|dagen geleden|giorni fa)`)
	monthSign = regexp.MustCompile(`(?i)\b(?:` + months + `)\b`)
	dueSoon   = regexp.MustCompile(`(?i)(?:due|payable|fällig|éch|venc|verval|scad)[^.\n]{0,40}\b(?:today|tomorrow|yesterday|heute|morgen|gestern|aujourd|demain|hier|hoy|mañana|ayer|vandaag|gisteren|hoje|amanhã|ontem|oggi|domani|ieri|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\w+tag|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes|\w+dag|\w+-feira|\w+dì)`)

	numberSign = regexp.MustCompile(`\b([A-Z]{1,6})([-/ ]?)\d{2,}|#\s?\d{2,}|\b\d{2,}[-/][\dA-Z]{2,}`)
	numberWord = regexp.MustCompile(`(?i)(?:invoices?|inv\.?|bills?|rechnung\w*|factures?|facturas?|factuur\w*|facturen|faturas?|fattur[ae])[*_:\s]*(?:no\.?|nr\.?|number|nummer|num[eé]ro|número|n[°ºo]|№)?[.:*_#\s]*[A-Z]{0,6}[-/]?\d[\w/-]*`)
	spelledOut = regexp.MustCompile(`(?:\b[\pL\d]\b[ ,]+){3,}[\pL\d]\b`)

	webSign   = regexp.MustCompile(`(?i)https?://[^\s)>\]]+|\bwww\.[^\s)>\]]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|co|uk|de|at|ch|fr|es|it|nl|br|eu|us|example|app|pay|me|link)\b(?:/[^\s)>\]]*)?`)
	mailSign  = regexp.MustCompile(`[^\s@<>()]+@[\pL\d-]+(?:\.[\pL\d-]+)+`)
	ibanSign  = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,}(?: ?[A-Z0-9]{1,4})?\b`)
	phoneSign = regexp.MustCompile(`\+?\(?\d[\d ()/.-]{7,}\d`)

	payWords = regexp.MustCompile(`(?i)\bpay(?:ment)?s? (?:online|by|at|via|with|using|here|into|to|page|link)|how to pay|bank (?:details|transfer)|direct debit|sort code|on the invoice|` +
		`überweis|bankverbindung|zahlen sie|bezahlen sie|zahlung per|auf der rechnung|virement|en ligne|coordonnées bancaires|sur la facture|` +
		`transferencia|datos bancarios|puede pagar|en la factura|overma(?:ken|king)|kunt .{0,20}betalen|op de factuur|pix\b|boleto|pode pagar|transferência|na fatura|bonifico|può pagare|sulla fattura`)
	answerWords = regexp.MustCompile(`(?i)\breply|\brespond|\banswer|\bcall (?:us|me|back|on|\+?\d)|\bcontact|get in touch|let (?:us|me) know|\bwrite (?:to )?us|\btell us|email us|\bpress\b|\boption|` +
		`antwort|meld|rufen sie|ruf uns|anruf|schreib|kontakt|sagen sie uns|drücken|wählen sie|répond|appel|contact|écri|dites-nous|appuyez|respond|respuesta|contest|llam|escríb|dígan|pulse|marque|opción|` +
		`antwoord|reageer|\bbel\b|\bbellen|laat .{0,30}weten|druk\b|toets|kies|ligue|ligar|telefone|fale|contat|escreva|avise|tecle|digite|opção|rispo|chiam|contatt|scriv|premi|prema|opzione`)
	stopWords = regexp.MustCompile(`(?i)unsubscribe|opt[ -]?out|stop (?:\w+ )?(?:reminders|e-?mails|messages)|rather not|no longer (?:want|wish)|abmeld|abbestell|keine (?:weiteren )?(?:erinnerungen|e-?mails|nachrichten)|` +
		`désinscri|désabonn|ne plus recevoir|darse de baja|\bbaja\b|dejar de recibir|no recibir|uitschrijv|afmeld|geen .{0,20}(?:herinneringen|e-?mails)|descadastr|parar de receber|não receber|cancelar|disiscri|non ricevere|annull`)

	sentenceEnd = regexp.MustCompile(`[.!?]\s+|\n`)

	companySign = regexp.MustCompile(`\b(?:Ltd|Limited|Inc|LLC|LLP|Corp|GmbH|AG|KG|UG|SARL|SAS|SA|SL|BV|NV|Ltda|SpA|Srl|PLC|plc|KGaA|S\.A\.|S\.L\.|B\.V\.|N\.V\.|S\.p\.A|S\.r\.l)\b`)
	senderSign  = regexp.MustCompile(`\b(?:(?:[Ff]rom|[Tt]his is|[Hh]ere is|[Ww]e at|[Oo]n behalf of|[Tt]eam (?:at|of)|[Vv]on|[Vv]om|[Bb]ei|[Hh]ier ist)\s+(?:the\s+)?[*_]*\p{Lu}|` +
		`(?:[Dd]e|[Dd]u|[Cc]hez|[Ii]ci|[Ss]omos|[Ss]oy|[Vv]an|[Bb]ij|[Hh]ier is|[Dd]a|[Dd]o|[Dd]al(?:la)?|[Qq]ui)\s+[*_]*\p{Lu}\p{Ll})`)
	prefixSign = regexp.MustCompile(`^\s*\p{Lu}[\pL\d&.,' -]{1,40}:\s`)
	signOff    = regexp.MustCompile(`(?i:regards|sincerely|thanks|thank you|wishes|cheers|grüße[n]?|gruß|grüssen|danke|cordialement|salutations|merci|saludos?|atentamente|gracias|groet(?:en)?|dank|atenciosamente|cumprimentos|obrigad[oa]|saluti|grazie)[,.!]?[ \\]*\s*\n+\s*[*_]*\p{Lu}`)
	greeting   = regexp.MustCompile(`(?i)^\s*(?:dear|hello|hi|good|hallo|guten|sehr|liebe|bonjour|cher|hola|buen|estimad|beste|geachte|olá|prezad|caro|gentile|buon)`)
)

// hasAmount says that the text names an amount of money.
func hasAmount(text string) bool {
	if amountSign.MatchString(text) {
		return true
	}
	for _, m := range amountCode.FindAllStringSubmatch(text, -1) {
		if currency.IsValid(m[1] + m[2]) {
			return true
		}
	}
	return false
}

// hasDate says that the text names a day; of a call, a month's name does.
func hasDate(text string, said bool) bool {
	return dateSign.MatchString(text) || dueSoon.MatchString(text) || said && monthSign.MatchString(text)
}

// hasNumber says that the text names an invoice by its number.
func hasNumber(text string) bool {
	for _, other := range []*regexp.Regexp{webSign, mailSign, ibanSign} {
		text = other.ReplaceAllString(text, " ")
	}
	if numberWord.MatchString(text) || spelledOut.MatchString(text) {
		return true
	}
	for _, m := range numberSign.FindAllStringSubmatch(text, -1) {
		if m[1] == "" || m[2] == "-" || m[2] == "/" || !currency.IsValid(m[1]) {
			return true
		}
	}
	return false
}

// hasSender says that the text says who writes.
func hasSender(text string) bool {
	return companySign.MatchString(text) || senderSign.MatchString(text) || signOff.MatchString(text) ||
		prefixSign.MatchString(text) && !greeting.MatchString(text)
}

func hasLink(text string) bool {
	return webSign.MatchString(mailSign.ReplaceAllString(text, " "))
}

func hasPhone(text string) bool {
	return phoneSign.MatchString(ibanSign.ReplaceAllString(webSign.ReplaceAllString(text, " "), " "))
}

// hasPayment says that the text says how to pay. The link that stops messages is no
// way to pay.
func hasPayment(text string) bool {
	var kept []string
	for _, sentence := range sentenceEnd.Split(text, -1) {
		if !stopWords.MatchString(sentence) {
			kept = append(kept, sentence)
		}
	}
	text = strings.Join(kept, "\n")
	return hasLink(text) || ibanSign.MatchString(text) || payWords.MatchString(text)
}

func hasAnswer(text string) bool {
	return answerWords.MatchString(text) || mailSign.MatchString(text) || hasPhone(text)
}

func hasStop(text string) bool {
	return strings.Contains(text, "STOP") || stopWords.MatchString(text)
}

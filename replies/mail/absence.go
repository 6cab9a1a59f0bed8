package mail

import (
	"regexp"
	"strings"
)

var (
	// repliesTo is how people's programs begin the subject of an answer.
	repliesTo = regexp.MustCompile(`(?i)^\s*(?:\[[^\]]{1,40}\]\s*)*(?:re|aw|antw|antwort|sv|vs|rif|r|res|ref|odp|ynt)\s*(?:\[\d+\])?\s*:`)
	// tagged is what servers put before a subject.
	tagged = regexp.MustCompile(`^(?:\s*(?:\[[^\]]{1,40}\]|\*{2,}[^*]{1,20}\*{2,})\s*)+`)

	// automatic are subjects that name an automatic answer.
	automatic = regexp.MustCompile(`(?i)^(?:(?:automatic|automated|auto)[- ]?(?:reply|response|answer|replay)|autoreply|auto\b ?:|out[ -]of[ -](?:the[ -])?office autoreply|` +
		`automatische antwort|automatische antw\.|autoantwort|automatische rückmeldung|automatische e-?mail-antwort|abwesenheitsnotiz|abwesenheitsmeldung|abwesenheitsnachricht|abwesenheitsagent|` +
		`réponse automatique|reponse automatique|message automatique|message d'absence|notification d'absence|` +
		`respuesta autom[áa]tica|contestaci[óo]n autom[áa]tica|mensaje autom[áa]tico|` +
		`automatisch(?:e)? (?:antwoord|bericht|reactie)|afwezigheidsbericht|afwezigheidsassistent|` +
		`resposta autom[áa]tica|mensagem autom[áa]tica|risposta automatica|messaggio automatico|` +
		`autosvar|automatisk sv[ae]r|automatiskt svar|automatisk svar|frånvaromeddelande|automaattinen vastaus|poissaoloviesti|` +
		`odpowied[źz] automatyczna|automatyczna odpowied[źz]|автоответ|автоматический ответ|自動返信|自动回复|自動回覆|otomatik yanıt|automatická odpověď|automatikus válasz)`)
	// gone are subjects that say that somebody is away, when nothing else follows but a
	// colon or a date: people write of their absence too.
	gone = regexp.MustCompile(`(?i)^(?:(?:i am |i'm |we are )?(?:currently )?(?:out[ -]of[ -](?:the[ -])?office|away from (?:my|the) (?:mail|office|desk)|on (?:vacation|holiday|annual leave|leave|maternity leave|parental leave))|vacation (?:reply|message|notice)|ooo\b|` +
		`abwesend|abwesenheit|nicht im (?:büro|hause?)|(?:ich bin )?(?:im|in) (?:urlaub|elternzeit|mutterschutz)|außer haus|` +
		`absen(?:ce|t|te) du bureau|absent(?:e)?|absence|en cong[ée]s?|hors du bureau|` +
		`fuera de (?:la )?oficina|ausente|ausencia|de vacaciones|` +
		`afwezig|afwezigheid|niet aanwezig|buiten kantoor|(?:ik ben )?(?:met|op) vakantie|` +
		`fora do escritório|ausência|de férias|em férias|fuori (?:sede|ufficio)|assen(?:te|za)|(?:in )?ferie|` +
		`frånvarande|ikke til stede|fraværende|poissa|nieobecno(?:ść|sc)|poza biurem)\s*(?:$|[:!.–-]|\bre:|\bautoreply|\bfrom \d|\buntil|\bbis\b|\bvom\b|\bjusqu|\bhasta|\btot\b|\bt/m|\baté|\bfino)`)
	// away are words of a notice of absence.
	away = regexp.MustCompile(`out of (?:the )?office|away from (?:my|the) (?:mail|office|desk|email)|on (?:vacation|annual leave|holiday|maternity leave)|will be (?:back|returning)|limited access to (?:my )?e-?mail|automatic(?:ally)? (?:reply|response|generated)|` +
		`nicht (?:im büro|im hause?|erreichbar|am arbeitsplatz)|(?:bin|befinde).{0,40}(?:abwesend|urlaub|elternzeit|außer haus)|automatisch (?:erstellt|generiert)|` +
		`(?:suis|serai).{0,30}(?:absent|congé)|absente? du bureau|réponse automatique|` +
		`(?:estoy|estaré|me encuentro).{0,30}(?:fuera|ausente|vacaciones)|respuesta automática|` +
		`(?:ben|afwezig).{0,30}(?:afwezig|vakantie|niet aanwezig)|automatisch (?:antwoord|bericht)|` +
		`(?:estou|estarei).{0,30}(?:fora|ausente|férias)|resposta automática|` +
		`(?:sono|sarò).{0,30}(?:fuori|assente|ferie)|risposta automatica`)

	// ticket are subjects of systems that count what people write.
	ticket = regexp.MustCompile(`(?i)\b(?:ticket|case|request|anfrage|vorgang|demande|solicitud|aanvraag|melding|pedido|richiesta|caso|sr|inc)\b[ -]?(?:id|nr\.?|no\.?|number|nummer|n°)?[ :]*[#\[(]?\s?[a-z]{0,5}-?\d{3,}|\[#?[a-z]{0,8}-?\d{4,}\]|##\d+##|we(?:'ve| have) received your|your (?:request|message|e-?mail) (?:has been|was) received|eingangsbestätigung|accusé de réception|acuse de recibo|ontvangstbevestiging|confirma[çc][ãa]o de rece|conferma di ricezione`)
	// acknowledges are the words in which they say so.
	acknowledges = regexp.MustCompile(`(?:we(?:'ve| have)|has been|was) (?:\w+ )?received|(?:ticket|case|request) (?:has been|was) (?:created|opened|registered|logged|received)|thank you for (?:contacting|your (?:message|e-?mail|request|enquiry|inquiry))|` +
		`(?:ist|sind|haben) .{0,60}(?:eingegangen|erhalten)|(?:vielen )?dank für ihre (?:nachricht|anfrage|e-?mail|mitteilung)|` +
		`(?:avons|a) (?:bien )?(?:été )?re[çc]u|merci (?:de|pour) (?:nous avoir|votre (?:message|demande|e-?mail))|` +
		`hemos recibido|ha sido (?:recibid|registrad)|gracias por (?:contactar|su (?:mensaje|correo|solicitud))|` +
		`(?:hebben|is) .{0,40}ontvangen|bedankt voor (?:uw|je) (?:bericht|e-?mail|aanvraag)|` +
		`recebemos|foi (?:recebid|registad|registrad)|obrigad[oa] (?:por|pelo|pela)|abbiamo ricevuto|è stat[oa] (?:ricevut|registrat|apert)|grazie per (?:averci|il|la|aver)`)
)

// absent says that a subject is that of an automatic answer. "Re: Automatic reply" is
// a person's.
func absent(subject string) bool {
	if repliesTo.MatchString(subject) {
		return false
	}
	subject = strings.TrimSpace(tagged.ReplaceAllString(subject, ""))
	return automatic.MatchString(subject) || gone.MatchString(subject)
}

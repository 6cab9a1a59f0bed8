package trim

import "strings"

// closings are the words of goodbye above a signature.
var closings = set(`best regards|kind regards|kindest regards|warm regards|warmest regards|regards|many regards|with regards|with best regards|
with kind regards|best wishes|with best wishes|warm wishes|all the best|best|sincerely|yours sincerely|sincerely yours|yours faithfully|
yours truly|very truly yours|respectfully|cordially|cheers|rgds|kr|br|
mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichen gruessen|mit freundlichem gruß|mit freundlichem gruss|mit freundlicher empfehlung|
freundliche grüße|freundliche grüsse|freundlichen gruß|freundlichen gruss|mit besten grüßen|mit besten grüssen|mit vielen grüßen|mit herzlichen grüßen|
mit lieben grüßen|beste grüße|beste grüsse|viele grüße|viele grüsse|viele gruesse|liebe grüße|liebe grüsse|herzliche grüße|herzliche grüsse|
schöne grüße|besten gruß|lieben gruß|schönen gruß|grüße|grüsse|gruß|gruss|hochachtungsvoll|mfg|vg|lg|bg|
cordialement|bien cordialement|très cordialement|sincèrement|bien à vous|bien sincèrement|salutations|sincères salutations|salutations distinguées|
salutations cordiales|meilleures salutations|respectueusement|amicalement|cdlt|cdt|bien amicalement|
saludos|un saludo|saludos cordiales|cordiales saludos|un cordial saludo|un saludo cordial|atentamente|muy atentamente|atte|cordialmente|muchos saludos|
met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|hartelijke groet|hartelijke groeten|met hartelijke groet|
groet|groeten|groetjes|hoogachtend|mvg|
atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|os melhores cumprimentos|com os meus cumprimentos|saudações|
abraços|um abraço|respeitosamente|att|
cordiali saluti|distinti saluti|saluti|un saluto|un cordiale saluto|cari saluti|i migliori saluti|
med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|vänlig hälsning|hälsningar|mvh|med venlig hilsen|venlig hilsen|de bedste hilsner|
med vennlig hilsen|vennlig hilsen|hilsen|ystävällisin terveisin|terveisin|pozdrawiam|serdecznie pozdrawiam|z poważaniem|z wyrazami szacunku`)

// spoken are words that stand in what people write to us and hardly ever in a
// signature. One of them below a goodbye, and nothing is dropped.
var spoken = set(`i|we|you|your|my|will|would|can|could|cannot|can't|don't|pay|paid|paying|please|stop|remove|unsubscribe|ok|okay|yes|no|not|never|sorry|thanks|
invoice|tomorrow|today|call me|waiting|dispute|wrong|already|
ich|wir|sie|ihre|ihr|mein|meine|bitte|nicht|kein|keine|zahle|zahlen|bezahlt|bezahle|überweise|überwiesen|rechnung|morgen|heute|ja|nein|danke|abmelden|habe|haben|werde|werden|kann|
je|nous|vous|votre|mon|mes|svp|pas|payer|paie|payé|facture|demain|oui|non|désolé|déjà|
yo|nosotros|usted|mi|favor|pagar|pago|pagaré|pagado|factura|mañana|sí|lo|siento|ya|
ik|wij|jij|uw|mijn|alstublieft|graag|niet|geen|betaal|betalen|betaald|factuur|morgen|vandaag|nee|wordt|heb|zal|
eu|nós|você|meu|minha|não|pagarei|paguei|pago|fatura|amanhã|hoje|sim|já|
io|noi|voi|lei|mio|mia|prego|pagato|pagherò|fattura|domani|oggi|sì|già|ho|sono`)

// selves are the words by which people speak of themselves alone.
var selves = set(`i|i'll|i'm|i've|my|ich|mein|meine|mir|mich|j'ai|je|mes|yo|ik|mijn|eu|meu|minha|io|mio|mia`)

// set makes a set of words between bars.
func set(words string) map[string]bool {
	words = strings.ReplaceAll(words, "\n", "")
	all := map[string]bool{}
	for word := range strings.SplitSeq(words, "|") {
		all[strings.TrimSpace(word)] = true
	}
	return all
}

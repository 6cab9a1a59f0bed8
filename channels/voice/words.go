package voice

import "strings"

// words is what a call says besides the reminder itself, in one language.
type words struct {
	language string // BCP 47, as Twilio takes it
	voice    string // one that speaks the language; https://www.twilio.com/docs/voice/twiml/say/text-speech
	hello    string // who calls; %s is the creditor
	menu     string // the keys, when someone may be put through
	menuBack string // the keys, when we call back
	again    string // before the keys are said once more
	wrong    string // after a key that means nothing
	explain  string // after 2
	connect  string // after 3, before dialling
	missed   string // after the dialled call has ended
	callBack string // after 3, when nobody can be dialled
	stop     string // after 9
	goodbye  string // at the end, and when no key is pressed

	// To someone who calls us:
	welcome  string // who is called; %s is the creditor
	line     string // the keys, when someone may be put through
	lineBack string // the keys, when nobody may
	hidden   string // after 3 or 9 from a number that we are not told
}

const creditor = "%s" // stands for the creditor's name

// script holds every language that calls are made in; the first one stands in
// for a language that is not there.
var script = []words{
	{
		language: "en-GB", voice: "Polly.Amy",
		hello:    "Hello. This is an automated call from %s.",
		menu:     "To hear this again, press 1. If you have paid, or wish to explain, press 2. To speak to someone, press 3. If you want no more calls from us, press 9.",
		menuBack: "To hear this again, press 1. If you have paid, or wish to explain, press 2. To be called back by one of us, press 3. If you want no more calls from us, press 9.",
		again:    "We did not hear a key.",
		wrong:    "Sorry, that key has no meaning here.",
		explain:  "Thank you. We have made a note of it, and one of us will look at it. Goodbye.",
		connect:  "Thank you. We are putting you through now.",
		missed:   "If we could not put you through, one of us will call you back. Thank you, and goodbye.",
		callBack: "Thank you. One of us will call you back. Goodbye.",
		stop:     "Thank you. You will get no more automated calls from us at this number. Goodbye.",
		goodbye:  "Thank you for your time. Goodbye.",
		welcome:  "Hello. You have reached the automated line of %s.",
		line:     "To speak to someone, press 3. If you want no more calls from us, press 9. To hear this again, press star.",
		lineBack: "Nobody can take your call at the moment. To be called back by one of us, press 3. If you want no more calls from us, press 9. To hear this again, press star.",
		hidden:   "Your number was not passed on to us, so we cannot do that in this call. Please call us from the number in question. Goodbye.",
	},
	{
		language: "en-US", voice: "Polly.Joanna",
		hello:    "Hello. This is an automated call from %s.",
		menu:     "To hear this again, press 1. If you have paid, or would like to explain, press 2. To speak with someone, press 3. If you want no more calls from us, press 9.",
		menuBack: "To hear this again, press 1. If you have paid, or would like to explain, press 2. To get a call back from one of us, press 3. If you want no more calls from us, press 9.",
		again:    "We did not hear a key.",
		wrong:    "Sorry, that key has no meaning here.",
		explain:  "Thank you. We have made a note of it, and one of us will look into it. Goodbye.",
		connect:  "Thank you. We are connecting you now.",
		missed:   "If we could not connect you, one of us will call you back. Thank you, and goodbye.",
		callBack: "Thank you. One of us will call you back. Goodbye.",
		stop:     "Thank you. You will get no more automated calls from us at this number. Goodbye.",
		goodbye:  "Thank you for your time. Goodbye.",
		welcome:  "Hello. You have reached the automated line of %s.",
		line:     "To speak with someone, press 3. If you want no more calls from us, press 9. To hear this again, press star.",
		lineBack: "Nobody can take your call right now. To get a call back from one of us, press 3. If you want no more calls from us, press 9. To hear this again, press star.",
		hidden:   "Your number was not passed on to us, so we cannot do that in this call. Please call us from the number in question. Goodbye.",
	},
	{
		language: "de-DE", voice: "Polly.Vicki",
		hello:    "Guten Tag. Dies ist ein automatischer Anruf von %s.",
		menu:     "Um dies noch einmal zu hören, drücken Sie die 1. Wenn Sie bezahlt haben oder etwas dazu sagen möchten, drücken Sie die 2. Um mit jemandem zu sprechen, drücken Sie die 3. Wenn Sie keine Anrufe mehr von uns möchten, drücken Sie die 9.",
		menuBack: "Um dies noch einmal zu hören, drücken Sie die 1. Wenn Sie bezahlt haben oder etwas dazu sagen möchten, drücken Sie die 2. Für einen Rückruf drücken Sie die 3. Wenn Sie keine Anrufe mehr von uns möchten, drücken Sie die 9.",
		again:    "Wir haben keine Taste gehört.",
		wrong:    "Diese Taste ist leider nicht belegt.",
		explain:  "Vielen Dank. Wir haben es notiert und sehen es uns an. Auf Wiederhören.",
		connect:  "Vielen Dank. Wir verbinden Sie jetzt.",
		missed:   "Falls wir Sie nicht verbinden konnten, rufen wir Sie zurück. Vielen Dank und auf Wiederhören.",
		callBack: "Vielen Dank. Wir rufen Sie zurück. Auf Wiederhören.",
		stop:     "Vielen Dank. Sie bekommen unter dieser Nummer keine automatischen Anrufe mehr von uns. Auf Wiederhören.",
		goodbye:  "Vielen Dank für Ihre Zeit. Auf Wiederhören.",
		welcome:  "Guten Tag. Sie sind mit dem automatischen Telefondienst von %s verbunden.",
		line:     "Um mit jemandem zu sprechen, drücken Sie die 3. Wenn Sie keine Anrufe mehr von uns möchten, drücken Sie die 9. Um dies noch einmal zu hören, drücken Sie die Sterntaste.",
		lineBack: "Im Moment kann niemand Ihren Anruf annehmen. Für einen Rückruf drücken Sie die 3. Wenn Sie keine Anrufe mehr von uns möchten, drücken Sie die 9. Um dies noch einmal zu hören, drücken Sie die Sterntaste.",
		hidden:   "Ihre Nummer wurde nicht übermittelt, daher können wir das in diesem Anruf nicht für Sie tun. Bitte rufen Sie von der betreffenden Nummer aus an. Auf Wiederhören.",
	},
	{
		language: "fr-FR", voice: "Polly.Lea",
		hello:    "Bonjour. Ceci est un appel automatique de la part de %s.",
		menu:     "Pour réécouter ce message, appuyez sur 1. Si vous avez déjà payé ou souhaitez donner une explication, appuyez sur 2. Pour parler à quelqu'un, appuyez sur 3. Si vous ne souhaitez plus recevoir d'appels de notre part, appuyez sur 9.",
		menuBack: "Pour réécouter ce message, appuyez sur 1. Si vous avez déjà payé ou souhaitez donner une explication, appuyez sur 2. Pour demander à être rappelé, appuyez sur 3. Si vous ne souhaitez plus recevoir d'appels de notre part, appuyez sur 9.",
		again:    "Nous n'avons détecté aucune touche.",
		wrong:    "Désolé, cette touche ne correspond à aucun choix.",
		explain:  "Merci. Nous en avons pris note et l'un de nous va s'en occuper. Au revoir.",
		connect:  "Merci. Nous vous mettons en relation.",
		missed:   "Si nous n'avons pas pu vous mettre en relation, nous vous rappellerons. Merci et au revoir.",
		callBack: "Merci. Nous vous rappellerons. Au revoir.",
		stop:     "Merci. Vous ne recevrez plus d'appels automatiques de notre part à ce numéro. Au revoir.",
		goodbye:  "Merci de votre attention. Au revoir.",
		welcome:  "Bonjour. Vous êtes en ligne avec le service téléphonique automatique de %s.",
		line:     "Pour parler à quelqu'un, appuyez sur 3. Si vous ne souhaitez plus recevoir d'appels de notre part, appuyez sur 9. Pour réécouter ces choix, appuyez sur la touche étoile.",
		lineBack: "Personne ne peut prendre votre appel pour le moment. Pour demander à être rappelé, appuyez sur 3. Si vous ne souhaitez plus recevoir d'appels de notre part, appuyez sur 9. Pour réécouter ces choix, appuyez sur la touche étoile.",
		hidden:   "Votre numéro ne nous a pas été transmis, nous ne pouvons donc pas enregistrer votre demande pendant cet appel. Merci de nous appeler depuis le numéro concerné. Au revoir.",
	},
	{
		language: "es-ES", voice: "Polly.Lucia",
		hello:    "Hola. Esta es una llamada automática de %s.",
		menu:     "Para volver a escuchar este mensaje, pulse 1. Si ya ha pagado o desea explicar algo, pulse 2. Para hablar con una persona, pulse 3. Si no desea recibir más llamadas nuestras, pulse 9.",
		menuBack: "Para volver a escuchar este mensaje, pulse 1. Si ya ha pagado o desea explicar algo, pulse 2. Para que le llamemos más tarde, pulse 3. Si no desea recibir más llamadas nuestras, pulse 9.",
		again:    "No hemos detectado ninguna tecla.",
		wrong:    "Lo sentimos, esa tecla no corresponde a ninguna opción.",
		explain:  "Gracias. Hemos tomado nota y uno de nosotros lo revisará. Adiós.",
		connect:  "Gracias. Le pasamos la llamada ahora.",
		missed:   "Si no hemos podido pasarle la llamada, le llamaremos nosotros. Gracias y adiós.",
		callBack: "Gracias. Le llamaremos. Adiós.",
		stop:     "Gracias. No recibirá más llamadas automáticas nuestras en este número. Adiós.",
		goodbye:  "Gracias por su tiempo. Adiós.",
		welcome:  "Hola. Ha llamado al servicio telefónico automático de %s.",
		line:     "Para hablar con una persona, pulse 3. Si no desea recibir más llamadas nuestras, pulse 9. Para volver a escuchar las opciones, pulse asterisco.",
		lineBack: "En este momento nadie puede atender su llamada. Para que le llamemos más tarde, pulse 3. Si no desea recibir más llamadas nuestras, pulse 9. Para volver a escuchar las opciones, pulse asterisco.",
		hidden:   "No hemos recibido su número, por lo que no podemos atender su petición en esta llamada. Por favor, llámenos desde el número en cuestión. Adiós.",
	},
	{
		language: "nl-NL", voice: "Polly.Lotte",
		hello:    "Hallo. Dit is een automatisch telefoontje van %s.",
		menu:     "Om dit nog eens te horen, toetst u 1. Als u al hebt betaald of iets wilt toelichten, toetst u 2. Om met iemand te spreken, toetst u 3. Als u geen telefoontjes meer van ons wilt, toetst u 9.",
		menuBack: "Om dit nog eens te horen, toetst u 1. Als u al hebt betaald of iets wilt toelichten, toetst u 2. Om te worden teruggebeld, toetst u 3. Als u geen telefoontjes meer van ons wilt, toetst u 9.",
		again:    "We hebben geen toets gehoord.",
		wrong:    "Sorry, bij deze toets hoort geen keuze.",
		explain:  "Dank u wel. We hebben het genoteerd en een van ons kijkt ernaar. Tot ziens.",
		connect:  "Dank u wel. We verbinden u nu door.",
		missed:   "Als we u niet konden doorverbinden, bellen we u terug. Dank u wel en tot ziens.",
		callBack: "Dank u wel. We bellen u terug. Tot ziens.",
		stop:     "Dank u wel. U krijgt op dit nummer geen automatische telefoontjes meer van ons. Tot ziens.",
		goodbye:  "Dank u wel voor uw tijd. Tot ziens.",
		welcome:  "Hallo. U bent verbonden met de automatische telefoonlijn van %s.",
		line:     "Om met iemand te spreken, toetst u 3. Als u geen telefoontjes meer van ons wilt, toetst u 9. Om dit nog eens te horen, drukt u op het sterretje.",
		lineBack: "Op dit moment kan niemand uw gesprek aannemen. Om te worden teruggebeld, toetst u 3. Als u geen telefoontjes meer van ons wilt, toetst u 9. Om dit nog eens te horen, drukt u op het sterretje.",
		hidden:   "Uw nummer is niet meegestuurd, daarom kunnen we dit in dit gesprek niet voor u doen. Bel ons alstublieft vanaf het nummer waar het om gaat. Tot ziens.",
	},
	{
		language: "pt-PT", voice: "Polly.Cristiano",
		hello:    "Olá. Esta é uma chamada automática de %s.",
		menu:     "Para ouvir novamente esta mensagem, prima 1. Se já pagou ou deseja explicar a situação, prima 2. Para falar com alguém, prima 3. Se não quiser receber mais chamadas nossas, prima 9.",
		menuBack: "Para ouvir novamente esta mensagem, prima 1. Se já pagou ou deseja explicar a situação, prima 2. Para pedir que lhe liguemos, prima 3. Se não quiser receber mais chamadas nossas, prima 9.",
		again:    "Não detetámos nenhuma tecla.",
		wrong:    "Lamentamos, mas essa tecla não corresponde a nenhuma opção.",
		explain:  "Obrigado. Tomámos nota e um de nós vai analisar o assunto. Adeus.",
		connect:  "Obrigado. Vamos passar a chamada agora.",
		missed:   "Se não foi possível passar a chamada, iremos ligar-lhe. Obrigado e adeus.",
		callBack: "Obrigado. Iremos ligar-lhe. Adeus.",
		stop:     "Obrigado. Não receberá mais chamadas automáticas nossas neste número. Adeus.",
		goodbye:  "Obrigado pelo seu tempo. Adeus.",
		welcome:  "Olá. Ligou para a linha telefónica automática de %s.",
		line:     "Para falar com alguém, prima 3. Se não quiser receber mais chamadas nossas, prima 9. Para ouvir novamente as opções, prima asterisco.",
		lineBack: "Neste momento ninguém pode atender a sua chamada. Para pedir que lhe liguemos, prima 3. Se não quiser receber mais chamadas nossas, prima 9. Para ouvir novamente as opções, prima asterisco.",
		hidden:   "O seu número não nos foi transmitido, por isso não podemos fazê-lo nesta chamada. Por favor, ligue-nos do número em causa. Adeus.",
	},
	{
		language: "pt-BR", voice: "Polly.Ricardo",
		hello:    "Olá. Esta é uma ligação automática de %s.",
		menu:     "Para ouvir esta mensagem novamente, pressione 1. Se você já pagou ou deseja explicar a situação, pressione 2. Para falar com uma pessoa, pressione 3. Se não quiser receber mais ligações nossas, pressione 9.",
		menuBack: "Para ouvir esta mensagem novamente, pressione 1. Se você já pagou ou deseja explicar a situação, pressione 2. Para pedir que liguemos para você, pressione 3. Se não quiser receber mais ligações nossas, pressione 9.",
		again:    "Não identificamos nenhuma tecla.",
		wrong:    "Desculpe, essa tecla não corresponde a nenhuma opção.",
		explain:  "Obrigado. Anotamos a informação e alguém da nossa equipe vai analisá-la. Até logo.",
		connect:  "Obrigado. Vamos transferir a sua ligação agora.",
		missed:   "Se não foi possível transferir a ligação, ligaremos para você. Obrigado e até logo.",
		callBack: "Obrigado. Ligaremos para você. Até logo.",
		stop:     "Obrigado. Você não receberá mais ligações automáticas nossas neste número. Até logo.",
		goodbye:  "Obrigado pelo seu tempo. Até logo.",
		welcome:  "Olá. Você ligou para a linha de atendimento automático de %s.",
		line:     "Para falar com uma pessoa, pressione 3. Se não quiser receber mais ligações nossas, pressione 9. Para ouvir as opções novamente, pressione asterisco.",
		lineBack: "No momento, ninguém pode atender a sua ligação. Para pedir que liguemos para você, pressione 3. Se não quiser receber mais ligações nossas, pressione 9. Para ouvir as opções novamente, pressione asterisco.",
		hidden:   "O seu número não foi identificado, por isso não podemos fazer isso nesta ligação. Por favor, ligue do número em questão. Até logo.",
	},
	{
		language: "it-IT", voice: "Polly.Carla",
		hello:    "Salve. Questa è una chiamata automatica da parte di %s.",
		menu:     "Per riascoltare il messaggio, prema 1. Se ha già pagato o desidera dare una spiegazione, prema 2. Per parlare con una persona, prema 3. Se non desidera più ricevere chiamate da noi, prema 9.",
		menuBack: "Per riascoltare il messaggio, prema 1. Se ha già pagato o desidera dare una spiegazione, prema 2. Per chiedere di essere richiamati, prema 3. Se non desidera più ricevere chiamate da noi, prema 9.",
		again:    "Non abbiamo rilevato alcun tasto.",
		wrong:    "Spiacenti, a questo tasto non corrisponde alcuna scelta.",
		explain:  "Grazie. Ne abbiamo preso nota e uno di noi se ne occuperà. Arrivederci.",
		connect:  "Grazie. La mettiamo in contatto adesso.",
		missed:   "Se non è stato possibile metterla in contatto, la richiameremo noi. Grazie e arrivederci.",
		callBack: "Grazie. La richiameremo. Arrivederci.",
		stop:     "Grazie. Non riceverà più chiamate automatiche da noi a questo numero. Arrivederci.",
		goodbye:  "Grazie per il suo tempo. Arrivederci.",
		welcome:  "Salve. È in linea con il servizio telefonico automatico di %s.",
		line:     "Per parlare con una persona, prema 3. Se non desidera più ricevere chiamate da noi, prema 9. Per riascoltare le opzioni, prema asterisco.",
		lineBack: "Al momento nessuno può rispondere alla sua chiamata. Per chiedere di essere richiamati, prema 3. Se non desidera più ricevere chiamate da noi, prema 9. Per riascoltare le opzioni, prema asterisco.",
		hidden:   "Il suo numero non è stato trasmesso, quindi non possiamo farlo durante questa chiamata. La preghiamo di chiamare dal numero in questione. Arrivederci.",
	},
}

// wordsFor returns the words of a language: those of the region, else of the
// language, else the first.
func wordsFor(language string) words {
	tag := strings.ReplaceAll(language, "_", "-")
	for _, w := range script {
		if strings.EqualFold(w.language, tag) {
			return w
		}
	}
	base, _, _ := strings.Cut(tag, "-")
	for _, w := range script {
		if strings.EqualFold(w.language[:2], base) {
			return w
		}
	}
	return script[0]
}

// greeting says who calls.
func (w words) greeting(name string) string { return strings.Replace(w.hello, creditor, name, 1) }

// reception says who is called.
func (w words) reception(name string) string { return strings.Replace(w.welcome, creditor, name, 1) }

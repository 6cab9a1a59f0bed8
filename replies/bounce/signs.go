package bounce

import "strings"

// machineLocals are local parts that mail systems write from.
var machineLocals = []string{
	"mailer-daemon", "mailerdaemon", "mailer_daemon", "mailer.daemon", "postmaster", "postmast", "post_master", "post-master", "mdaemon", "mail-daemon", "maildaemon", "mail.daemon", "mail_daemon", "mail-deamon", "mmdf",
	"bounce", "bounces", "bounced", "mailer", "mailsystem", "mail-system", "mail-delivery", "maildelivery", "mail.delivery", "mailsubsystem", "mail-admin", "mailadmin", "mailer-admin",
	"microsoftexchange", "exchange", "ndr", "dsn", "double-bounce", "no-reply-bounce", "mailmaster", "mta", "mailgate", "mailroom", "daemon", "autobounce", "mms", "mailmarshal", "systemadministrator",
	"mail-gateway", "mailgateway", "smtpd", "nobody", "mailtest", "pmdf", "antivirus", "amavis", "virus-filter",
}

// machineNames are display names that mail systems write under, in the languages
// that their makers translate them into.
var machineNames = []string{
	"mail delivery", "mail deliver", "mailer-daemon", "mailer daemon", "mail daemon", "mailerdaemon", "mdaemon", "system administrator", "postmaster", "post master", "mail administrator", "mail admin", "microsoft outlook", "microsoft exchange", "internet mail delivery", "mail system", "mailsystem", "mail router",
	"mail subsystem", "mail transfer", "mail server", "courier mail server", "smtp server", "delivery subsystem", "delivery system", "delivery notification", "undelivered", "delivery status", "bounce", "mailmarshal", "groupwise", "network mail", "mail gateway",
	"systemadministrator", "zustellsystem", "mailzustell", "administrateur système", "administrateur systeme", "administrador del sistema", "administrador do sistema", "amministratore di sistema", "systeembeheerder", "administrator systemu", "systemadministratör", "системный администратор", "служба доставки", "почтовая система", "sistem yöneticisi", "システム管理者", "メール配信", "メールシステム", "系统管理员", "系統管理員", "邮件系统", "시스템 관리자",
}

// bounceSubjects are beginnings or parts of subjects of failures and delays.
var bounceSubjects = []string{
	"undeliver", "undelivered", "undeliverable", "not deliver", "non-deliver", "non deliver", "nondeliver", "non remis", "delivery failure", "delivery failed", "delivery has failed", "delivery error", "delivery problem", "delivery report", "delivery notification", "delivery status", "delivery unsuccessful", "failed delivery", "failed mail", "failure delivery", "failure notice", "failure notification", "failed message", "failed to deliver", "failed: ",
	"returned mail", "returned to sender", "return to sender", "returned message", "returned email", "returned due", "return email", "mail returned", "message returned", "mail delivery", "message delivery", "mail failure", "mail error", "mail system error", "message error", "message not sent", "mail not delivered", "mail could not be delivered", "message could not", "could not be delivered", "couldn't be delivered", "could not deliver", "can't be delivered", "cannot be delivered", "unable to deliver", "unable to send", "cannot send mail", "cannot deliver", "cannot send message", "nicht zustellbar",
	"bounce", "bounced mail", "user unknown", "unknown user", "unknown recipient", "no such user", "address not found", "invalid recipient", "warning: could not send", "warning: message", "message delayed", "delayed mail", "mail delayed", "delivery delayed", "delivery delay", "delay notification", "delayed: ", "[delay]", "delayed delivery", "considered unsolicited", "rejected", "message rejected", "message you sent blocked", "was blocked", "blocked by", "notice: mail", "mail warning", "dsn", "ndn:", "ndr:", "non-delivery", "error sending", "problem delivering", "problems with", "permanent failure", "permanent error", "temporary failure", "nondeliverable", "mailbox full", "mailbox is full", "over quota", "quota exceeded", "mailer daemon", "mailer-daemon", "mdaemon", "deferred",
	"unzustellbar", "zustellung", "nicht zugestellt", "nicht übermittelt", "unzustellbarkeit", "zustellfehler", "fehler bei der zustellung", "mailzustellung", "konnte nicht",
	"non distribu", "non-distribu", "échec de", "echec de", "échec d", "non délivré", "non remise", "notification d'état", "retour à l'expéditeur", "message non", "erreur de distribution", "notification d'etat", "rapport de non",
	"no se puede entregar", "no se pudo entregar", "no entregado", "no se ha podido entregar", "error de entrega", "devuelto", "fallo de entrega", "error en la entrega", "no entregable", "estado de entrega", "notificación de",
	"não entregue", "nao entregue", "não foi possível entregar", "falha na entrega", "falha de entrega", "mensagem devolvida", "e-mail devolvido", "não é possível entregar", "retornada", "status de entrega",
	"mancato recapito", "non recapitabile", "mancata consegna", "impossibile recapitare", "errore di consegna", "non consegnato", "non recapitato", "avviso di mancat", "recapito non riuscito", "consegna fallita", "notifica dello stato",
	"onbestelbaar", "niet bezorgd", "niet afgeleverd", "bezorging mislukt", "kan niet worden bezorgd", "bezorgingsstatus", "niet te bezorgen", "aflevering mislukt",
	"niedostarcz", "nie dostarczono", "nie można dostarczyć", "błąd dostarcz", "zwrot wiadomości", "nie doręcz", "niepowodzenie dostar", "raport o niedostar", "nieudane",
	"går inte att leverera", "kunde inte levereras", "olevererbar", "ej levererat", "kan ikke leveres", "ikke leveret", "ikke levert", "leveringsfejl", "kan ikke levere", "misslyckades", "mislykkedes", "kunne ikke leveres",
	"не доставлен", "недоставлен", "невозможно доставить", "ошибка доставки", "возврат", "не удалось доставить", "не может быть доставлен", "недоставленн", "сбой доставки", "уведомление о доставке", "не доставляется", "статус доставки",
	"teslim edilemedi", "teslim edilemiyor", "iletilemedi", "teslimat başarısız", "gönderilemedi",
	"配信不能", "配信できません", "配信エラー", "配信失敗", "送信できません", "不達", "未配信", "送信エラー", "配達できません", "エラー通知", "届きません", "送信不能", "返送", "配信状態", "エラーメール", "配信不可",
	"退信", "无法投递", "無法傳遞", "無法投遞", "未送达", "未送達", "投递失败", "发送失败", "傳送失敗", "退回", "无法送达", "未传递", "未傳遞", "系统退信", "无法传递", "반송", "배달 실패", "전송 실패", "배달되지", "전송되지", "발송 실패",
}

// programWords begin a text as only programs begin one.
var programWords = []string{
	"this is the qmail-send program", "this is the deliver program", "this is the mail system at", "this is the mail delivery", "this is the james mail server", "this is the mailer-daemon", "this is the postfix", "this is the machine generated message", "this is an automatically generated delivery status", "this is a delivery status notification", "this is a bounce message", "this message was created automatically by mail delivery", "this message was created automatically by the mail", "automatically generated bounce", "mail delivery software",
}

// bounceWords stand in the body of a report, near its head, and hardly in a letter
// that a person begins to write.
var bounceWords = []string{
	"this is the mail system", "this is the sendmail", "this is the smtp", "this is the email", "this message was created automatically by", "this message is generated by", "automatically generated",
	"could not be delivered", "couldn't be delivered", "can not be delivered", "cannot be delivered", "can't be delivered", "not be delivered", "was not delivered", "wasn't delivered", "were not delivered", "not been delivered", "has not been sent", "could not be sent", "was not sent", "unable to deliver", "not able to deliver", "wasn't able to deliver", "failed to deliver", "could not deliver", "couldn't deliver", "cannot deliver", "can't deliver", "not delivered to", "undeliverable", "undelivered", "unable to be delivered", "non-deliverable", "trouble delivering", "unable to send", "delivery error", "not deliverable",
	"did not reach the following", "did not reach some or all", "following recipient", "following address", "delivery has failed", "delivery failed", "delivery failure", "delivery of the message failed", "delivery to the following", "delivery to", "delivery attempt", "permanent fatal errors", "transient non-fatal errors", "addresses had delivery problems", "transcript of session", "recipients of this delivery", "returned to sender", "is being returned", "has been returned", "was returned", "returned to you", "returned mail", "bounced", "was blocked by", "has been blocked", "has been rejected", "was rejected", "rejected by", "user unknown", "unknown user", "unknown recipient", "no such user", "mailbox is full", "mailbox full", "over quota", "address not found", "wasn't found at", "does not exist", "is invalid", "message has been delayed", "delivery is delayed", "will be retried", "still in the queue", "has been on the queue", "have been delayed", "error message", "the error was", "remote host said", "smtp error", "failed recipient", "diagnostic information", "was not deliverable", "could not be reached", "not reach its destination", "no valid recipients", "successfully delivered", "successfully relayed", "delivery status", "warning message only",
	"nicht zugestellt", "nicht zustell", "unzustellbar", "zustellung", "folgende empfänger", "folgenden empfänger", "nicht erreicht", "konnte nicht", "konnten nicht",
	"n'a pas pu", "n'a pu", "n'ont pas", "n'est pas parvenu", "n'a pas été", "impossible de remettre", "échec de la remise", "pas pu être", "destinataires suivants", "destinataire suivant", "non remis",
	"no se pudo entregar", "no se ha podido entregar", "no pudo ser entregado", "no ha podido", "no se puede entregar", "siguientes destinatarios", "siguiente destinatario", "no se entregó",
	"não pôde ser entregue", "não foi entregue", "não foi possível entregar", "nao pode ser entregue", "seguintes destinatários", "seguinte destinatário", "não pode ser entregue", "falha na entrega",
	"non è stato possibile", "non e' stato possibile", "impossibile recapitare", "non recapit", "non consegn", "non è stato recapitato", "non ha raggiunto", "seguenti destinatari", "mancato recapito",
	"niet worden bezorgd", "niet bezorgd", "niet worden afgeleverd", "niet afgeleverd", "volgende geadresseerden", "volgende ontvanger", "niet bereikt",
	"nie została dostarczona", "nie zostala dostarczona", "nie można dostarczyć", "nie mogła zostać", "nie dostarczono", "następujących adresatów", "nie dotarła",
	"kunde inte levereras", "inte levereras", "nådde inte", "följande mottagare", "kunne ikke leveres", "ikke leveres", "følgende modtager", "nåede ikke", "følgende mottaker", "nådde ikke",
	"не может быть доставлено", "не было доставлено", "не доставлено", "невозможно доставить", "не удалось доставить", "не могло быть доставлено", "следующим получателям", "не удается доставить", "недоставленное", "не доставлен",
	"teslim edilemedi", "iletilemedi", "aşağıdaki alıcı", "ulaştırılamadı",
	"配信できません", "配信されません", "送信できません", "配信不能", "届きません", "届けられません", "お届けできません", "次の受信者", "以下の受信者", "次のあて先", "次の宛先", "以下の宛先", "以下のあて先", "エラーのため", "配達できません", "配達不能", "受信者に配信", "宛先不明",
	"无法投递", "无法送达", "未能送达", "無法傳遞", "無法投遞", "未能投递", "被退回", "退信", "投递失败", "以下收件人", "下列收件人", "未送达", "無法送達", "전달되지", "배달되지", "전송되지", "전달할 수 없", "배달하지 못",
}

// held are the words of lists and filters that keep a mail until somebody agrees:
// it is neither delivered nor refused.
var held = []string{
	"awaits moderator approval", "awaiting moderator approval", "is being held until", "waiting for approval", "awaiting approval", "held for moderation", "held for approval", "is waiting for moderator", "post awaits", "prove that you are human", "confirm that you are human", "challenge-response",
}

// notReports are subjects of machines that are no word about delivery.
var notReports = []string{
	"out of office", "out of the office", "auto-reply", "autoreply", "automatic reply", "auto reply", "auto response", "autoresponse", "autoresponder", "abwesenheit", "automatische antwort", "réponse automatique", "respuesta automática", "resposta automática", "risposta automatica", "automatisch antwoord", "fuera de la oficina", "absence du bureau", "vacation", "on vacation", "on holiday", "自動応答", "自动回复", "自動回覆",
	"please confirm your message", "confirm your email", "confirm that you are", "challenge", "verify that you are human", "verification required", "read receipt", "read:", "not read:", "gelesen:", "lu:", "leído:", "lida:", "letto:", "gelezen:", "disposition notification", "spam quarantine", "quarantine summary", "quarantine report", "report domain:", "subscribe", "unsubscribe", "welcome to", "confirmation of subscription",
}

// delayedWords say that delivery goes on.
var delayedWords = []string{
	"will be retried", "will retry", "will try again", "will continue to be attempted", "warning message only", "you do not need to resend", "you need not resend", "not need to resend", "delivery attempts will continue", "has not yet been delivered", "not yet been delivered", "not yet delivered", "still being attempted", "will keep trying", "keep trying", "will continue trying", "continue to try", "continue trying", "continues to try", "still trying", "delayed", "transient non-fatal errors", "will be repeated", "will be re-attempted", "attempts will continue", "try again for", "has been delayed", "is delayed", "temporarily delayed", "will be made to deliver", "until it is delivered", "further delivery attempts", "future delivery attempts", "no action is required on your part", "warning: could not send message", "will be notified if",
	"verzögert", "wird weiterhin", "weitere zustellversuche", "erneut versucht", "retardé", "est différé", "nouvelle tentative", "nouveaux essais", "retrasado", "se ha retrasado", "se seguirá intentando", "atrasada", "continuará tentando", "ritardo", "ulteriori tentativi", "vertraagd", "nogmaals geprobeerd", "opóźnion", "kolejne próby", "fördröjd", "försenad", "forsinket", "задержан", "задерживается", "повторные попытки", "будет повтор", "gecikti", "遅延", "遅れています", "再送を試み", "再試行", "延迟", "延遲", "将继续尝试", "지연",
}

// finalWords say that it does not, whatever was said of a delay.
var finalWords = []string{
	"permanent error", "permanent failure", "permanent fatal", "permanently", "given up", "giving up", "gave up", "final", "failed permanently", "has failed", "no further attempts", "not try again", "won't be retried", "will not be retried", "no more delivery attempts", "unable to be delivered", "undeliverable", "delivery failed", "returned to sender", "has been returned", "is being returned", "was not delivered", "expired", "message not delivered", "not going to try", "will no longer", "stopped trying", "could not be delivered for", "couldn't be delivered", "not delivered",
	"endgültig", "unzustellbar", "définitif", "définitivement", "permanente", "definitiv", "definitief", "окончательно", "永久",
}

// arrivedWords are those of success notices, by action.
var arrivedWords = []struct {
	action Action
	words  []string
}{
	{Relayed, []string{"successfully relayed", "was relayed", "been relayed", "relayed to a mailer", "relayed, but", "weitergeleitet", "transferred to a remote mail system", "(relayed)", "message relayed", "may not generate a delivery", "delivery notification was not sent by", "no delivery notification will be sent", "relayed", "but no delivery notification"}},
	{Expanded, []string{"(expanded)", "successfully expanded", "been expanded", "expanded to a mailing list"}},
	{Delivered, []string{"successfully delivered", "successful mail delivery", "was delivered successfully", "been delivered successfully", "successfully delivered to", "delivered to the following", "has been delivered to", "was delivered to", "return receipt", "delivery receipt", "message delivered to", "delivered to mailbox", "has been successfully", "successful delivery", "erfolgreich zugestellt", "remis avec succès", "a été remis", "se ha entregado", "se entregó", "foi entregue", "è stato recapitato", "è stato consegnato", "is bezorgd", "został dostarczon", "została dostarczona", "har levererats", "er blevet leveret", "успешно доставлено", "было доставлено", "配信されました", "已送达", "已成功", "delivered (success)", "successfully sent", "your message was delivered"}},
}

// anyOf says that a text holds one of some phrases.
func anyOf(text string, phrases []string) bool {
	for _, p := range phrases {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// unanswerable says that the mail asks for no bounce of its own. So do reports, and
// so do the answers of machines for people (RFC 3834 3.1).
func (l *letter) unanswerable() bool {
	path := l.mail.GetHeaderValues("Return-Path")
	return len(path) > 0 && strings.Trim(path[0], "<> \t\"") == ""
}

// byMachine says that the author is a mail system, by its address or its name.
func (l *letter) byMachine() bool {
	local, _, _ := strings.Cut(l.from, "@")
	local = strings.TrimLeft(local, "<\"'")
	for _, m := range machineLocals {
		if local == m || strings.HasPrefix(local, m) && len(m) > 5 && (len(local) == len(m) || !letter7(local[len(m)])) {
			return true
		}
	}
	if anyOf(l.name, machineNames) {
		return true
	}
	return l.mail.GetHeader("X-Failed-Recipients") != ""
}

// isReport says that the mail is a word about delivery though no field says so.
func (l *letter) isReport() bool {
	text := l.head
	if l.mail.GetHeader("X-Failed-Recipients") != "" {
		return true
	}
	subject := anyOf(l.subject, bounceSubjects) || l.successSubject()
	if !subject && anyOf(l.subject, notReports) || anyOf(text, held) {
		return false
	}
	body := anyOf(text, bounceWords) || anyOf(text, programWords)
	switch {
	case l.personal():
		return false
	case l.typed:
		return subject || body || l.byMachine()
	case l.byMachine():
		return subject || body || len(l.back.ids) > 0 && l.tellsCode()
	case l.unanswerable() && !anyOf(l.subject, notReports):
		return subject && (body || l.shows()) || body && l.shows()
	}
	return l.mail.GetHeader("List-Unsubscribe") == "" && (subject && body && l.shows() || l.signed(text))
}

// personal says that a person answers: the subject is that of an answer or the
// text begins with a greeting of one, and no mail system is the author.
func (l *letter) personal() bool {
	if l.byMachine() && !strings.HasPrefix(l.mail.GetHeader("Auto-Submitted"), "auto-replied (vac") {
		return false
	}
	for _, prefix := range []string{"re:", "aw:", "fw:", "fwd:", "wg:", "sv:", "vs:", "tr:", "rv:", "antw:", "odp:", "ynt:", "回复", "答复", "转发"} {
		if strings.HasPrefix(l.subject, prefix) {
			return true
		}
	}
	return false
}

// signed says that the text begins as only programs begin one.
func (l *letter) signed(text string) bool {
	return anyOf(clip(text, 400), programWords) && l.mail.GetHeader("In-Reply-To") == ""
}

// shows says that the mail has what a report has and a person's letter has not: the
// mail that it is about, or a code beside an address.
func (l *letter) shows() bool {
	if l.mail.GetHeader("In-Reply-To") != "" {
		return false
	}
	return len(l.back.ids) > 0 || l.tellsCode() && len(addressesIn(l.human(), 1)) > 0
}

// successSubject says that the subject is that of a notice of success.
func (l *letter) successSubject() bool {
	return anyOf(l.subject, arrivedWords[2].words) || anyOf(l.subject, []string{"delivered:", "relayed:", "expanded:", "successful", "zugestellt", "relay)", "(relay", "return receipt"})
}

// tellsCode says that the text tells a status or a reply.
func (l *letter) tellsCode() bool {
	c := codesIn(l.human())
	return c.enhanced != "" || c.reply != ""
}

// action tells what was done from the words, for an entry whose section or fields
// do not say.
func (l *letter) action(e entry) Action {
	text := l.subject + " " + l.head
	failed := anyOf(l.subject, []string{"fail", "undeliver", "returned", "not deliver", "unzustellbar", "non remis"}) || anyOf(text, finalWords)
	if strings.HasPrefix(e.status, "5") {
		return Failed
	}
	if !failed && anyOf(text, delayedWords) {
		return Delayed
	}
	if failed {
		return l.finalUnlessWarned(text)
	}
	if weighed, cause := weigh(e.status, e.said); cause == None && !strings.HasPrefix(weighed, "5") {
		for _, a := range arrivedWords {
			if anyOf(text, a.words) && !anyOf(text, []string{"not been delivered", "not delivered", "could not", "couldn't", "unable"}) {
				return a.action
			}
		}
	}
	return Failed
}

// finalUnlessWarned hears the words with which warnings are headed: they speak of
// a failure that may yet come.
func (l *letter) finalUnlessWarned(text string) Action {
	if anyOf(text, []string{"warning message only", "you do not need to resend", "delivery attempts will continue", "has not yet been delivered", "warning: could not send", "will be retried", "will retry", "continue to be attempted"}) && !anyOf(text, []string{"failed permanently", "permanent fatal errors", "given up", "not be retried"}) {
		return Delayed
	}
	return Failed
}

package timeline

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
)

// Summary says in one plain English sentence what happened. Instants are shown
// in the zone of whoever reads (UTC when nil), save that of a deferred reminder,
// which is shown in the customer's. It names no address and no customer; amounts
// and texts only where the event is about them: payments, promises, notes, and who
// set something and why.
func Summary(e Event, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	if len(e.Data) == 0 {
		return erasedSummary(e)
	}
	text, ok := sentence(e, zone)
	if !ok {
		return bare(e.Kind) + "; the details cannot be read."
	}
	return text
}

func erasedSummary(e Event) string {
	if e.Digest == "" || e.Digest == digest("", nil) {
		return bare(e.Kind) + "."
	}
	return bare(e.Kind) + "; the details have been erased."
}

// sentence tells the event from its data; false when the data is not what the
// kind promises.
func sentence(e Event, zone *time.Location) (string, bool) {
	switch e.Kind {
	case ReminderScheduled, ReminderRescheduled:
		return tell(e, func(d Scheduled) string { return scheduledSentence(e, d, zone) })
	case ReminderDeferred:
		return tell(e, func(d Deferred) string { return deferredSentence(e, d, zone) })
	case ReminderHeld, ReminderSkipped, ReminderExpired, ReminderCanceled, ReminderFailed:
		return tell(e, func(d Ended) string { return subject(d.Channel, d.Template) + " " + endings[e.Kind] + because(d.Text) })
	case ReminderSent, AttemptUnknown, AttemptLost:
		return tell(e, func(d Sent) string { return sentSentence(e, d) })
	case DeliveryUpdated:
		return tell(e, deliverySentence)
	case ReplyReceived, ReplyRead:
		return tell(e, func(d Reply) string { return replySentence(e, d, zone) })
	case PromiseMade, PromiseKept, PromiseBroken, PromiseCanceled:
		return tell(e, func(d Promise) string { return promiseSentence(e, d, zone) })
	case DisputeOpened, DisputeResolved:
		return tell(e, func(d Dispute) string { return disputeSentence(e, d) })
	case AddressStopped:
		return tell(e, stoppedSentence)
	case FollowUpOpened, FollowUpAssigned, FollowUpOverdue, FollowUpDone:
		return tell(e, func(d FollowUp) string { return followUpSentence(e, d, zone) })
	case OptOutRecorded, OptInRecorded, ConsentRecorded, ConsentRevoked, PreferencesChanged, ContactRecorded, HoldPlaced, HoldReleased:
		return wishSentence(e, zone)
	case PaymentRecorded:
		return tell(e, paymentSentence)
	case NoteAdded:
		return tell(e, noteSentence)
	}
	return bare(e.Kind) + ".", true
}

func tell[D any](e Event, say func(D) string) (string, bool) {
	var data D
	if json.Unmarshal(e.Data, &data) != nil {
		return "", false
	}
	return say(data), true
}

func scheduledSentence(e Event, d Scheduled, zone *time.Location) string {
	verb := " scheduled for "
	if e.Kind == ReminderRescheduled {
		verb = " moved to "
	}
	text := subject(d.Channel, d.Template) + verb + clock(d.SendAt, e.At, zone) + stage(d.Template)
	if d.Moved != "" {
		text += ", " + lowerFirst(strings.TrimRight(line(d.Moved), ". "))
	}
	return text + "."
}

func deferredSentence(e Event, d Deferred, zone *time.Location) string {
	whose := ""
	if theirs, err := time.LoadLocation(d.Zone); err == nil && d.Zone != "" {
		zone, whose = theirs, ", their time"
	}
	return subject(d.Channel, d.Template) + " waits until " + clock(d.Until, e.At, zone) + whose + because(d.Text)
}

func sentSentence(e Event, d Sent) string {
	switch e.Kind {
	case AttemptUnknown:
		return subject(d.Channel, d.Template) + " was handed over, but the provider gave no clear answer" + because(d.Text)
	case AttemptLost:
		return subject(d.Channel, d.Template) + " did not reach the provider" + because(d.Text)
	}
	return subject(d.Channel, d.Template) + " sent" + stage(d.Template) + "."
}

func deliverySentence(d Delivery) string {
	word, known := deliveries[channels.Status(d.Status)]
	if !known {
		word = "has a new status (" + line(d.Status) + ")"
	}
	if d.Channel == string(channels.Voice) && d.Status == string(channels.Delivered) {
		word = "was completed"
	}
	code := ""
	if d.Code != "" {
		code = " (code " + line(d.Code) + ")"
	}
	return message(d.Channel) + " " + word + code + "."
}

func paymentSentence(d Payment) string {
	rest := "; " + d.Balance + " " + d.Currency + " is still open."
	if strings.Trim(d.Balance, "0.") == "" {
		rest = ", which is now paid."
	}
	return line("Payment of " + d.Amount + " " + d.Currency + " recorded for invoice " + d.Invoice + rest)
}

func noteSentence(d Note) string {
	by := "Note"
	if d.By != "" {
		by = "Note by " + line(d.By)
	}
	return by + ": " + line(d.Text)
}

// clock shows an instant with its weekday, and with the year unless the event
// itself happened in it.
func clock(at, event time.Time, zone *time.Location) string {
	at = at.In(zone)
	if at.Year() == event.In(zone).Year() {
		return at.Format("Mon 2 Jan 15:04")
	}
	return at.Format("Mon 2 Jan 2006 15:04")
}

// stage says in brackets which text it is.
func stage(template string) string {
	switch text := answers[template]; {
	case template == "":
		return ""
	case text != "":
		return " (" + text + ")"
	}
	return " (" + strings.ReplaceAll(line(template), "_", " ") + ")"
}

// because joins a reason in plain words to a sentence and ends it.
func because(reason string) string {
	reason = strings.TrimRight(line(reason), ". ")
	if reason == "" {
		return "."
	}
	return ": " + lowerFirst(reason) + "."
}

// lowerFirst makes a sentence fit behind a colon but leaves "SMS" and "I" alone.
func lowerFirst(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if second, _ := utf8.DecodeRuneInString(text[size:]); !unicode.IsLower(second) {
		return text
	}
	return string(unicode.ToLower(first)) + text[size:]
}

// lineRunes is how much of a text fits in one sentence of the timeline.
const lineRunes = 400

// line puts a text on one line of bounded length.
func line(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if runes := []rune(text); len(runes) > lineRunes {
		return string(runes[:lineRunes]) + "…"
	}
	return text
}

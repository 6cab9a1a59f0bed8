package desk

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies"
)

// The most characters of an answer, as the desk has them.
const (
	mostMail = 2000
	mostSMS  = 600
)

// outgoing is how an answer would go out.
type outgoing struct {
	Way      string // by SMS, by email
	To       string
	Language string // of the frame around the words
	Theirs   string // language of the reply, where it is another
	Most     int
	WhyNot   string // it cannot be answered
}

// outgoing says by which way the customer is answered: as they wrote; who has called
// by SMS, else by email.
func (d *desk) outgoing(it *item) (o outgoing) {
	switch {
	case it.Reply.ID == "":
		return outgoing{WhyNot: "The reply is not kept any more, so it cannot be answered."}
	case !it.matched():
		return outgoing{WhyNot: "It is not known for certain who wrote. Say whose it is first."}
	}
	ways := []channels.Kind{it.Reply.Channel}
	if it.Reply.Channel == channels.Voice {
		ways = []channels.Kind{channels.SMS, channels.Email}
	}
	for _, way := range ways {
		address, ok := it.Contact.Address(way)
		if !ok || d.Channels != nil && !slices.Contains(d.Channels(it.Test), way) {
			continue
		}
		locale := cmp.Or(it.View.Account.Locale, d.Locale)
		o = outgoing{Way: byWay[way], Language: languageOf(locale), Most: mostMail}
		if way == channels.SMS {
			o.Most = mostSMS
		}
		if strings.EqualFold(it.Reply.From, address.Value) || it.Reply.Channel != way {
			o.To = address.Value
		}
		if theirs := languageOf(it.Reply.Language); theirs != o.Language {
			o.Theirs = theirs
		}
		return o
	}
	return outgoing{WhyNot: "There is no address to answer to: the customer has none " + byWay[ways[0]] + ", or that channel is off."}
}

// answer sends the operator's own words. The follow-up is done with that, unless it
// is to stay open; then it is the operator's.
func (d *desk) answer(v *frame.Visit, it *item) error {
	p := panel{Do: "answer", Text: strings.ReplaceAll(v.Form("text"), "\r\n", "\n"), After: v.Form("after"), Release: v.Form("release") == "yes"}
	out := d.outgoing(it)
	if it.finished() {
		return replies.ErrDone
	}
	if out.WhyNot != "" {
		return d.showFaults(v, it, panel{Alert: out.WhyNot})
	}
	if fault := wordsFault(p.Text, out.Most); fault != "" {
		p.Faults = map[string]string{"text": fault}
		return d.showFaults(v, it, p)
	}
	id, err := d.Desk.Answer(v.Ctx(), it.ID, p.Text, v.Operator.Name, nil)
	if errors.Is(err, replies.ErrWords) {
		p.Faults = map[string]string{"text": fmt.Sprintf("Write 1 to %d characters.", out.Most)}
		return d.showFaults(v, it, p)
	}
	if err != nil {
		return err
	}
	v.Detail("reminder", id)
	return d.answered(v, it, p)
}

// answered does what is to follow an answer. The words are on their way, so that
// whatever fails now must not look as if they were not.
func (d *desk) answered(v *frame.Visit, it *item, p panel) error {
	if p.After == "open" {
		if _, err := d.FollowUps.Assign(v.Ctx(), v.Now, it.ID, v.Operator.Name, time.Time{}, nil); err != nil {
			return d.halfAnswered(v, it, "kept for you", err)
		}
		v.Say("Your answer is on its way. The follow-up stays open, and is yours.")
		return d.onwards(v, it)
	}
	if err := d.close(v, it, "answered", p.Release); err != nil {
		return d.halfAnswered(v, it, "marked as done", err)
	}
	v.Say("Your answer is on its way. The follow-up is done.")
	return d.onwards(v, it)
}

func (d *desk) halfAnswered(v *frame.Visit, it *item, what string, err error) error {
	d.Log.Error("a follow-up could not be changed behind its answer", "follow_up_id", it.ID, "error", err)
	v.Say("Your answer is on its way; do not send it again. The follow-up could not be " + what + ": try that once more.")
	return v.Go(queueOf(v).path(frame.Path("follow-ups", it.ID)))
}

// wordsFault says what is wrong with an answer; empty when nothing is.
func wordsFault(text string, most int) string {
	switch n := utf8.RuneCountInString(strings.TrimSpace(text)); {
	case n == 0:
		return "Write what the customer should read."
	case n > most:
		return fmt.Sprintf("It has %d characters; at most %d can be sent this way. Shorten it by %d.", n, most, n-most)
	}
	return ""
}

package admin

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
)

// keptCode is where the session holds a code that is on its way.
const keptCode = "code"

// How long a code works, and how often it may be tried.
const (
	codeLife  = 10 * time.Minute
	codeTries = 5
)

// pending is a code that was sent to an address, which is proven by typing it here.
type pending struct {
	Channel channels.Kind
	To      string
	Code    string
	Until   int64 // seconds
	Tries   int
}

// waiting is the code on its way; zero when there is none that still works.
func waiting(v *frame.Visit) (p pending) {
	if json.Unmarshal([]byte(v.Kept(keptCode)), &p) != nil || v.Now.Unix() >= p.Until || p.Tries >= codeTries {
		return pending{}
	}
	return p
}

// keep writes it down; a zero one is forgotten.
func (p pending) keep(v *frame.Visit) error {
	if p == (pending{}) {
		v.Keep(keptCode, "")
		return nil
	}
	data, err := json.Marshal(p)
	if err == nil {
		v.Keep(keptCode, string(data))
	}
	return err
}

func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n), nil
}

// sendCode sends a code to the operator's own email, or to a number that they say is
// theirs.
func (d *door) sendCode(v *frame.Visit) error {
	v.Subject(v.Operator.ID)
	page := d.youNow(v)
	p := pending{Channel: channels.Email, To: v.Operator.Email, Until: v.Now.Add(codeLife).Unix()}
	field := "email"
	if v.Form("channel") == string(channels.SMS) {
		page.Phone, field = strings.TrimSpace(v.Form("phone")), "phone"
		e164, ok := d.cfg.ParsePhone(page.Phone)
		if !ok {
			return youFault(v, page, field, "This is not a phone number. Write it with the country, such as +49 1555 0100.")
		}
		p.Channel, p.To = channels.SMS, e164
	}
	v.Detail("channel", string(p.Channel))
	if !d.limits.codes.allow(v.Now, v.Operator.ID) {
		return youFault(v, page, field, "Several codes were sent already. Wait five minutes, then send another.")
	}
	var err error
	if p.Code, err = newCode(); err != nil {
		return err
	}
	if err := d.ports.Codes.SendCode(v.Ctx(), v.Now, v.Operator, p.Channel, p.To, p.Code); err != nil {
		d.cfg.Log.Warn("a code could not be sent", "channel", p.Channel, "error", err)
		return youFault(v, page, field, "The code could not be sent. Look at Channels, then try again.")
	}
	if err := p.keep(v); err != nil {
		return err
	}
	v.Say("A code is on its way to you. It works for ten minutes.")
	return v.Go("/admin/you#code")
}

// prove takes the code that arrived.
func (d *door) prove(v *frame.Visit) error {
	v.Subject(v.Operator.ID)
	page, p := d.youNow(v), waiting(v)
	if p.Code == "" {
		return youFault(v, page, "code", "That code does not work any more. Send a new one.")
	}
	v.Detail("channel", string(p.Channel))
	typed := strings.Join(strings.Fields(v.Form("code")), "")
	if !d.limits.proofs.allow(v.Now, v.Operator.ID) || subtle.ConstantTimeCompare([]byte(typed), []byte(p.Code)) != 1 {
		return d.wrongCode(v, page, p)
	}
	if err := (pending{}).keep(v); err != nil {
		return err
	}
	_, err := d.ports.Operators.ChangeOperator(v.Ctx(), v.Now, v.Operator.ID, func(o *operator.Operator) error { return p.proves(o, v.Now) })
	if err != nil {
		return err
	}
	v.Say("That is proven: test messages can go there.")
	return v.Go("/admin/you")
}

// proves notes that the address is the operator's.
func (p pending) proves(o *operator.Operator, now time.Time) error {
	switch {
	case p.Channel == channels.SMS:
		o.Phone, o.PhoneProven = p.To, now
	case o.Email == p.To:
		o.EmailProven = now
	default:
		return frame.ErrNotFound // an admin has changed the email meanwhile
	}
	return nil
}

func (d *door) wrongCode(v *frame.Visit, page youPage, p pending) error {
	sentence := "This is not the code. Look again at the latest message."
	if p.Tries++; p.Tries >= codeTries {
		p, page.Code = pending{}, pending{}
		sentence = "That was tried too often, and the code does not work any more. Send a new one."
	}
	if err := p.keep(v); err != nil {
		return err
	}
	return youFault(v, page, "code", sentence)
}

func (d *door) removePhone(v *frame.Visit) error {
	v.Subject(v.Operator.ID)
	_, err := d.ports.Operators.ChangeOperator(v.Ctx(), v.Now, v.Operator.ID, func(o *operator.Operator) error {
		o.Phone, o.PhoneProven = "", time.Time{}
		return nil
	})
	if err != nil {
		return err
	}
	v.Say("Your number is removed. Test messages by SMS and voice go nowhere until you add one.")
	return v.Go("/admin/you")
}

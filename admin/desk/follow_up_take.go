package desk

import (
	"time"

	"github.com/goodterms/goodterms/admin/frame"
)

// take gives the follow-up to the operator.
func (d *desk) take(v *frame.Visit, it *item) error {
	if _, err := d.FollowUps.Assign(v.Ctx(), v.Now, it.ID, v.Operator.Name, time.Time{}, nil); err != nil {
		return err
	}
	v.Say("You have taken it on. It stands under Mine until it is done.")
	return d.onwards(v, it)
}

// giveBack lets somebody else take it.
func (d *desk) giveBack(v *frame.Visit, it *item) error {
	if _, err := d.FollowUps.Assign(v.Ctx(), v.Now, it.ID, "", time.Time{}, nil); err != nil {
		return err
	}
	v.Say("You have given it back: it is anybody’s now.")
	return v.Go(queueOf(v).path(frame.Path("follow-ups", it.ID)))
}

package writing

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// desk is the page on which a text stands beside what becomes of it.
type desk struct {
	look
	Truth    truth
	Editing  bool // the text can be changed here
	Name     string
	Meaning  string
	State    map[string]any
	Self     string           // address of the page with its text
	Opened   templates.Source // as it was saved when the form was made
	Base     templates.Source
	BaseName string
	Marks    []marked
	Must     []string // what a text of the stage states by this channel
	Samples  []choice
	Locales  []choice
	Adding   []choice // languages that a text can be added in
	Channels []choice
	Manual   manual
	May      rights
	Revision int
	Purpose  string // the draft's own reason
	Faults   map[string]string
	Conflict *conflict
	Trial    *trialShown
	SendTo   string // where a test message goes; empty: nowhere yet
	Unsaved  bool   // the text beside is not what is saved
}

// conflict is another's edit that came between.
type conflict struct {
	By    string
	At    frame.Time
	Other bool // they changed other texts, not this one
	Diff  []diffLine
}

// showVersion shows a version to read; every text with its preview.
func (p *pages) showVersion(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	return p.showDesk(v, e, false)
}

// editVersion shows the editor. What is no draft any more can be read.
func (p *pages) editVersion(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	if e.State != templates.Draft || e.Number == 0 {
		return v.Go(versionPath(e.Key, e.Number) + query(v))
	}
	return p.showDesk(v, e, true)
}

// query repeats which text the address asks for.
func query(v *frame.Visit) string {
	if v.Request.URL.RawQuery == "" {
		return ""
	}
	return "?" + v.Request.URL.RawQuery
}

func (p *pages) showDesk(v *frame.Visit, e edition, editing bool) error {
	d, err := p.desk(v, e, editing)
	if err != nil {
		return err
	}
	return v.Show("writing_desk.html", d.page())
}

func (d *desk) page() frame.Page {
	return frame.Page{Title: d.Name + ", version " + strconv.Itoa(d.Number), Nav: "templates", Wide: true, Data: d}
}

// desk fills the page for a version; the text is the one of the form if there is one.
func (p *pages) desk(v *frame.Visit, e edition, editing bool) (*desk, error) {
	d := &desk{Editing: editing, Name: name(e.Key), Meaning: meaning(e.Of.Stage), May: mayDo(v), Revision: e.Revision, Purpose: e.Why,
		State: stateShown(e.State, e.State == templates.Published && e.Number == e.Of.Current), Faults: map[string]string{}}
	d.edition = e
	var err error
	if len(e.Sources) > 0 {
		if d.look, err = p.lookAt(v, e); err != nil {
			return nil, err
		}
		d.Truth = p.truth(d.look)
	}
	saved := text(e.Sources, d.Source.Channel, d.Source.Locale)
	d.Opened = saved
	d.Unsaved = saved.Text != d.Source.Text || saved.Limited != d.Source.Limited
	if v.Request.PostForm.Has("why") {
		d.Purpose = strings.TrimSpace(v.Form("why"))
	}
	return d, p.furnish(v, d)
}

// furnish adds what one chooses from.
func (p *pages) furnish(v *frame.Visit, d *desk) error {
	page := []string{}
	if d.Editing {
		page = append(page, "edit")
	}
	path := versionPath(d.Key, d.Number, page...)
	d.Self = path + "?channel=" + string(d.Source.Channel) + "&locale=" + d.Source.Locale
	d.Marks, d.Must, d.Manual = p.marks(d.edition, d.Source, path), templates.MustState(d.Of.Stage, d.Source.Channel), manualOf(d.Source.Channel)
	for _, s := range templates.SamplesOf(d.Of.Stage) {
		d.Samples = append(d.Samples, choice{s.Name, name(s.Name) + ": " + s.About, s.Name == d.Reader.Sample})
	}
	d.Locales = p.readers(d)
	d.Adding = p.written("")
	for _, kind := range kinds() {
		d.Channels = append(d.Channels, choice{string(kind), channelName(kind), kind == d.Source.Channel})
	}
	d.SendTo = sendTo(v.Operator, d.Source.Channel)
	base, err := p.version(v, d.Of, d.edition.Base)
	if errors.Is(err, reminder.ErrNoVersion) {
		return nil
	}
	d.Base, d.BaseName = text(base.Sources, d.Source.Channel, d.Source.Locale), versionName(d.Of, d.edition.Base)
	return err
}

// readers lists the languages that a preview can be asked for in.
func (p *pages) readers(d *desk) []choice {
	as := d.Reader.As
	list := []choice{{"", "who reads " + languageName(d.Source.Locale), as == ""}, {ofAccount, "who reads the account's own language", as == ofAccount}}
	known := map[string]bool{"": true, ofAccount: true}
	add := func(locale string) {
		if !known[locale] {
			known[locale] = true
			list = append(list, choice{locale, "who reads " + languageName(locale), as == locale})
		}
	}
	for _, c := range p.written("") {
		add(c.Value)
	}
	for _, locale := range []string{"de-AT", "fr-CH", "pl"} {
		add(locale)
	}
	add(as)
	return list
}

// Call says that the text is a call's, which has a part for machines.
func (d *desk) Call() bool { return d.Source.Channel == channels.Voice }

// Mail says that it is a mail's.
func (d *desk) Mail() bool { return d.Source.Channel == channels.Email }

// SMS says that it is a short message's.
func (d *desk) SMS() bool { return d.Source.Channel == channels.SMS }

// ChannelName is the channel in words, LanguageName the language.
func (d *desk) ChannelName() string { return channelName(d.Source.Channel) }

// LanguageName is the text's language in English.
func (d *desk) LanguageName() string { return languageName(d.Source.Locale) }

// To is an address of the version for the text that is shown.
func (d *desk) To(what string) string {
	return versionPath(d.Key, d.Number, what) + "?channel=" + string(d.Source.Channel) + "&locale=" + d.Source.Locale
}

// MailAs is where the mail of the saved text is read as its own document.
func (d *desk) MailAs(theme string) string {
	q := url.Values{"theme": {theme}, "sample": {d.Reader.Sample}, "account": {d.Reader.Account}, "as": {d.Reader.As}}
	return d.To("mail") + "&" + q.Encode()
}

package email

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/goodterms/goodterms/config/secret"
)

var (
	errURLShape  = errors.New("smtp url: is not of the form smtp://user:password@host:port or smtps://…")
	errURLScheme = errors.New("smtp url: the scheme is neither smtp nor smtps")
	errURLPort   = errors.New("smtp url: the port is not between 1 and 65535")
	errURLExtra  = errors.New("smtp url: there is more than user, password, host and port")
)

// ParseURL reads smtp://user:password@host:port, which takes STARTTLS when
// offered, or smtps://…, which is TLS from the start. The ports default to 587
// and 465. No error holds any part of the text.
func ParseURL(text string) (Config, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Opaque != "" || !isHost(u.Hostname()):
		return Config{}, errURLShape
	case u.Scheme != "smtp" && u.Scheme != "smtps":
		return Config{}, errURLScheme
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return Config{}, errURLExtra
	}
	c := Config{Host: u.Hostname(), ImplicitTLS: u.Scheme == "smtps", User: u.User.Username()}
	password, _ := u.User.Password()
	c.Password = secret.New(password)
	if port := u.Port(); port != "" {
		c.Port, err = strconv.Atoi(port)
		if err != nil || c.Port < 1 || c.Port > 65535 {
			return Config{}, errURLPort
		}
	}
	return Config{Host: c.Host, Port: c.withDefaults().Port, ImplicitTLS: c.ImplicitTLS, User: c.User, Password: c.Password}, nil
}

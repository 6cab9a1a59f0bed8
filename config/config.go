// Package config is in charge of the settings: it loads them from a file, the
// environment and flags, and reports everything that is wrong with them at
// once. It refuses to repeat a value in an error: a setting may be a secret.
package config

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"

	"github.com/goodterms/goodterms/config/secret"
)

// Example is the commented reference of every setting. It is also where the
// defaults come from.
//
//go:embed example.toml
var Example []byte

// Prefix is what the environment variables of all settings begin with.
const Prefix = "GOODTERMS_"

// Config is every setting; example.toml says what each means.
type Config struct {
	Listen         string
	PublicURL      string `koanf:"public_url"`
	Database       secret.String
	Redis          secret.String
	Roles          []string
	Migrate        bool
	Secret         secret.String
	SendWindow     string `koanf:"send_window"`
	Locale         string
	Region         string
	TrustedProxies []string      `koanf:"trusted_proxies"`
	RateLimit      string        `koanf:"rate_limit"`
	ReconcileAfter time.Duration `koanf:"reconcile_after"`
	LogLevel       string        `koanf:"log_level"`
	LogFormat      string        `koanf:"log_format"`
	ContactRules   ContactRules  `koanf:"contact_rules"`
	Creditor       Creditor
	SMTP           SMTP
	Mail           Mail
	Replies        Replies
	Templates      Templates
	Twilio         Twilio
	Admin          Admin
	Events         Events
	Sandbox        Sandbox
}

// Creditor is who writes to the customers.
type Creditor struct {
	Name       string
	Phone      string
	Email      string
	SpeakTo    string `koanf:"speak_to"`
	SpeakHours string `koanf:"speak_hours"`
	TimeZone   string `koanf:"time_zone"`
	PayURL     string `koanf:"pay_url"`
	PayText    string `koanf:"pay_text"`
}

// Templates say how texts are changed.
type Templates struct {
	FourEyes bool `koanf:"four_eyes"` // who wrote or submitted a version may not publish it
}

// SMTP is where mail is handed over.
type SMTP struct {
	URL         secret.String
	User        string
	Password    secret.String
	Connections int
}

// Mail is what mails carry, and where replies to them come in.
type Mail struct {
	From         string
	ReplyDomain  string `koanf:"reply_domain"`
	BounceDomain string `koanf:"bounce_domain"`
	Listen       string
	Addresses    []string
	IMAP         IMAP
	Hooks        MailHooks
	DKIMDomain   string        `koanf:"dkim_domain"`
	DKIMSelector string        `koanf:"dkim_selector"`
	DKIMKey      secret.String `koanf:"dkim_key"`
}

// Twilio is the account that SMS and calls go by.
type Twilio struct {
	AccountSID          string        `koanf:"account_sid"`
	APIKey              string        `koanf:"api_key"`
	APISecret           secret.String `koanf:"api_secret"`
	AuthToken           secret.String `koanf:"auth_token"`
	MessagingServiceSID string        `koanf:"messaging_service_sid"`
	From                string
	BaseURL             string `koanf:"base_url"`
	Connections         int
	CallsPerSecond      float64 `koanf:"calls_per_second"`
	SegmentsPerSecond   float64 `koanf:"segments_per_second"`
}

// Sandbox is where reminders of test keys go.
type Sandbox struct {
	TwilioURL string        `koanf:"twilio_url"`
	SMTPURL   string        `koanf:"smtp_url"`
	AuthToken secret.String `koanf:"auth_token"`
}

// Load reads the defaults, the file (when path is not empty), the environment
// and the flags, each over the one before. Flags are by setting name, such as
// "listen". All problems of form come back as one error.
func Load(path string, environ []string, flags map[string]any) (Config, error) {
	k := koanf.New(".")
	if err := k.Load(rawbytes.Provider(Example), toml.Parser()); err != nil {
		return Config{}, fmt.Errorf("reading the defaults: %w", err)
	}
	known := k.All()
	problems := []error{loadFile(k, path, known), loadEnviron(k, environ, known)}
	if err := k.Load(confmap.Provider(flags, "."), nil); err != nil {
		problems = append(problems, err)
	}
	if err := errors.Join(problems...); err != nil {
		return Config{}, err
	}
	return decode(k)
}

// loadFile adds the file and reports settings that do not exist.
func loadFile(k *koanf.Koanf, path string, known map[string]any) error {
	if path == "" {
		return nil
	}
	own := koanf.New(".")
	if err := own.Load(file.Provider(path), toml.Parser()); err != nil {
		return fmt.Errorf("the configuration file cannot be read as TOML: %w", fileError(err))
	}
	var problems []error
	for _, key := range own.Keys() {
		if _, ok := known[key]; !ok {
			problems = append(problems, fmt.Errorf("%s: there is no such setting; see goodterms config example", key))
		}
	}
	return errors.Join(append(problems, k.Merge(own))...)
}

// fileError keeps what is wrong and drops the line that it quotes.
func fileError(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	return errors.New(text)
}

// decode turns the merged settings into a Config.
func decode(k *koanf.Koanf) (Config, error) {
	var c Config
	err := k.UnmarshalWithConf("", &c, koanf.UnmarshalConf{DecoderConfig: &mapstructure.DecoderConfig{
		Result: &c, TagName: "koanf", WeaklyTypedInput: true, ErrorUnused: true,
		DecodeHook: mapstructure.ComposeDecodeHookFunc(
			mapstructure.StringToTimeDurationHookFunc(), mapstructure.StringToSliceHookFunc(","), toSecret),
	}})
	if err != nil {
		return Config{}, decodeError(err)
	}
	return c, nil
}

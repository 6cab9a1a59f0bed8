package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/config"
)

// enough is the least that serve needs.
func enough(more ...string) []string {
	return append([]string{
		"GOODTERMS_DATABASE=sqlite:///tmp/goodterms.db", "GOODTERMS_REDIS=embedded",
		"GOODTERMS_PUBLIC_URL=https://reminders.example.com", "GOODTERMS_CREDITOR_NAME=Blue Bottle Ltd",
		"GOODTERMS_SMTP_URL=smtp://mail.example.com", "GOODTERMS_MAIL_FROM=Blue Bottle <billing@example.com>",
	}, more...)
}

func load(t *testing.T, path string, environ []string, flags map[string]any) config.Config {
	t.Helper()
	cfg, err := config.Load(path, environ, flags)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// write puts a text into a file of the test.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestServeNeedsOnlyItsEnvironment(t *testing.T) {
	t.Parallel()
	cfg := load(t, "", enough(), nil)
	if err := cfg.Check(); err != nil {
		t.Error(err)
	}
	if cfg.Listen != ":8080" || !cfg.EmailOn() || cfg.TwilioOn() || cfg.ReconcileAfter != time.Minute {
		t.Errorf("the defaults are not in force: %+v", cfg)
	}
}

func TestFlagsWinOverTheEnvironmentAndThatOverTheFile(t *testing.T) {
	t.Parallel()
	path := write(t, "listen = \":1\"\nlocale = \"de\"\nregion = \"DE\"\nroles = [\"api\"]\n")
	cfg := load(t, path, []string{"GOODTERMS_LISTEN=:2", "GOODTERMS_LOCALE=en-US"}, map[string]any{"listen": ":3"})
	if cfg.Listen != ":3" || cfg.Locale != "en-US" || cfg.Region != "DE" || !reflect.DeepEqual(cfg.Roles, []string{"api"}) {
		t.Errorf("got %q, %q, %q, %q", cfg.Listen, cfg.Locale, cfg.Region, cfg.Roles)
	}
}

func TestAListInTheEnvironmentHasCommas(t *testing.T) {
	t.Parallel()
	cfg := load(t, "", []string{"GOODTERMS_ROLES=worker,api"}, nil)
	if !reflect.DeepEqual(cfg.Roles, []string{"worker", "api"}) {
		t.Errorf("got %q", cfg.Roles)
	}
}

func TestASecretCanStandInAFileOfItsOwn(t *testing.T) {
	t.Parallel()
	cfg := load(t, "", []string{"GOODTERMS_TWILIO_AUTH_TOKEN_FILE=" + write(t, "old,new\n")}, nil)
	if got := cfg.Twilio.AuthToken.Reveal(); got != "old,new" {
		t.Errorf("got %d characters, want the content without its line end", len(got))
	}
	if _, err := config.Load("", []string{"GOODTERMS_SECRET_FILE=/does/not/exist"}, nil); err == nil || !strings.Contains(err.Error(), "GOODTERMS_SECRET_FILE") {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestEveryProblemIsNamedAtOnceAndNoValueWithIt(t *testing.T) {
	t.Parallel()
	cfg := load(t, "", []string{
		"GOODTERMS_DATABASE=mysql://hunter2", "GOODTERMS_REDIS=hunter2", "GOODTERMS_PUBLIC_URL=http://hunter2.example.com",
		"GOODTERMS_SEND_WINDOW=hunter2", "GOODTERMS_LOCALE=hunter2hunter2", "GOODTERMS_RATE_LIMIT=hunter2",
		"GOODTERMS_SMTP_URL=ftp://hunter2", "GOODTERMS_TWILIO_ACCOUNT_SID=hunter2", "GOODTERMS_SECRET=hunter2",
		"GOODTERMS_ROLES=hunter2", "GOODTERMS_LOG_LEVEL=hunter2", "GOODTERMS_RECONCILE_AFTER=0s",
	}, nil)
	err := cfg.Check()
	if err == nil {
		t.Fatal("nothing was found wrong")
	}
	for _, name := range []string{"database", "redis", "public_url", "send_window", "locale", "rate_limit", "smtp",
		"twilio", "secret", "roles", "log_level", "reconcile_after", "creditor.name"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named", name)
		}
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a value is repeated:\n%v", err)
	}
}

func TestACreditorsNameIsOneLine(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Blue\nBottle", "Blue Bottle\r\nBcc: x@example.com", "\x1b[31mBlue"} {
		if err := load(t, "", enough(), map[string]any{"creditor.name": name}).Check(); err == nil || !strings.Contains(err.Error(), "creditor.name") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestWhatIsNoSettingIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path    string
		environ []string
		want    string
	}{
		"in the environment": {environ: []string{"GOODTERMS_LISTN=:80"}, want: "GOODTERMS_LISTN"},
		"in the file":        {path: write(t, "[twilio]\nacount_sid = \"AC1\"\n"), want: "twilio.acount_sid"},
		"of the wrong type":  {path: write(t, "migrate = \"perhaps hunter2\"\n"), want: "Migrate"},
		"not TOML":           {path: write(t, "listen = hunter2"), want: "TOML"},
		"no such file":       {path: "/does/not/exist.toml", want: "TOML"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(c.path, c.environ, nil)
			if err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(c.want)) {
				t.Fatalf("got %v, want a word about %s", err, c.want)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("a value is repeated: %v", err)
			}
		})
	}
}

func TestOurOwnVariablesForTestsAreNoSettings(t *testing.T) {
	t.Parallel()
	load(t, "", []string{"GOODTERMS_TEST_REQUIRE=all", "GOODTERMS_CONFIG=x", "PATH=/bin"}, nil)
}

func TestClearTextIsForLoopbackAlone(t *testing.T) {
	t.Parallel()
	for url, good := range map[string]bool{
		"https://reminders.example.com": true, "http://127.0.0.1:8080": true, "http://localhost": true, "http://[::1]:80": true,
		"http://reminders.example.com": false, "http://127.0.0.1.example.com": false, "https://reminders.example.com/": false, "ftp://x": false,
	} {
		err := load(t, "", enough(), map[string]any{"public_url": url}).Check()
		if (err == nil) != good {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestTwilioNeedsASenderAndASecret(t *testing.T) {
	t.Parallel()
	sid := "GOODTERMS_TWILIO_ACCOUNT_SID=AC00000000000000000000000000000001"
	err := load(t, "", enough(sid), nil).Check()
	if err == nil || !strings.Contains(err.Error(), "twilio.from") || !strings.Contains(err.Error(), "twilio.api_key") {
		t.Errorf("got %v", err)
	}
	if err := load(t, "", enough(sid, "GOODTERMS_TWILIO_AUTH_TOKEN=0123456789abcdef", "GOODTERMS_TWILIO_FROM=+15005550006"), nil).Check(); err != nil {
		t.Error(err)
	}
}

func TestTheExampleNamesEverySetting(t *testing.T) {
	t.Parallel()
	example := string(config.Example)
	for _, key := range keysOf(reflect.TypeFor[config.Config](), "") {
		text, name := example, key
		if last := strings.LastIndexByte(key, '.'); last >= 0 {
			name = key[last+1:]
			_, text, _ = strings.Cut(example, "\n["+key[:last]+"]\n")
			text, _, _ = strings.Cut(text, "\n[")
		}
		if !strings.Contains("\n"+text, "\n"+name+" = ") {
			t.Errorf("example.toml does not name %s", key)
		}
	}
}

// keysOf lists the settings that a struct holds, by the names that files use.
func keysOf(of reflect.Type, prefix string) []string {
	var keys []string
	for field := range of.Fields() {
		name := field.Tag.Get("koanf")
		if name == "" {
			name = strings.ToLower(field.Name)
		}
		if field.Type.PkgPath() == of.PkgPath() && field.Type.Kind() == reflect.Struct {
			keys = append(keys, keysOf(field.Type, prefix+name+".")...)
			continue
		}
		keys = append(keys, prefix+name)
	}
	return keys
}

package sandbox

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// signature is X-Twilio-Signature: HMAC-SHA1 over the exact URL and the sorted
// parameters (https://www.twilio.com/docs/usage/security#validating-requests).
func signature(token, target string, form url.Values) string {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	var base strings.Builder
	base.WriteString(target)
	for _, name := range names {
		for _, value := range form[name] {
			base.WriteString(name)
			base.WriteString(value)
		}
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(base.String()))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

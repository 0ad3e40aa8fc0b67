package emu

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The pages of the sign-in: plain HTML, usable by keyboard, in light and dark.
const (
	pageStyle = "body{font:1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}" +
		"label{display:block;margin:1rem 0 .25rem}input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem}" +
		"button{font:inherit;margin:1.5rem .5rem 0 0;padding:.5rem 1.5rem}[role=alert]{border-left:.25rem solid #c00;padding-left:.75rem}"
	// What is sent on to the application by a form is sent by itself, as the service
	// does; without scripts there is a button.
	sendScript = "document.forms[0].submit()"
)

// htmlPage is a page with a title, a text and perhaps a form, which is HTML already.
func htmlPage(status int, title, text string, form ...string) *answer {
	b := "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + html.EscapeString(title) +
		"</title><style>" + pageStyle + "</style></head><body><main><h1>" + html.EscapeString(title) + "</h1>"
	if text != "" {
		b += "<p>" + html.EscapeString(text) + "</p>"
	}
	b += strings.Join(form, "") + "</main></body></html>\n"
	script := sha256.Sum256([]byte(sendScript))
	return &answer{status: status, body: []byte(strings.ToValidUTF8(b, "\ufffd")), header: http.Header{
		"Content-Type":           {"text/html; charset=utf-8"},
		"Cache-Control":          {"no-store, no-cache"},
		"Referrer-Policy":        {"no-referrer"},
		"X-Content-Type-Options": {"nosniff"},
		"X-Frame-Options":        {"DENY"},
		// Where forms may lead is left open: browsers would hold it against the
		// application to which a person who signed in is sent.
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(script[:]) + "'; base-uri 'none'; frame-ancestors 'none'"},
	}}
}

// failedPage shows a refusal to a person.
func (q *asking) failedPage(e *aadsts) *answer {
	return htmlPage(e.status, "Sign in", "", "<p role=\"alert\">"+html.EscapeString(q.describe(e))+"</p>")
}

// shortly is a refusal in a form.
func (q *asking) shortly(e *aadsts) string { return "AADSTS" + strconv.Itoa(e.code) + ": " + e.text }

// form is a form that posts to the page's own address without its query.
func form(message string, inside ...string) string {
	b := "<form method=\"post\" action=\"?\">"
	if message != "" {
		b = "<p role=\"alert\">" + html.EscapeString(message) + "</p>" + b
	}
	return b + strings.Join(inside, "") + "</form>"
}

func input(name, label, kind, value, complete string) string {
	return "<label for=\"" + name + "\">" + label + "</label><input id=\"" + name + "\" name=\"" + name + "\" type=\"" + kind +
		"\" value=\"" + html.EscapeString(value) + "\" autocomplete=\"" + complete + "\" spellcheck=\"false\" autocapitalize=\"off\">"
}

func hidden(name, value string) string {
	return "<input type=\"hidden\" name=\"" + html.EscapeString(name) + "\" value=\"" + html.EscapeString(value) + "\">"
}

// person are the fields in which a person says who he is, and chooses another password
// if he was refused because he has to.
func person(name string, refused *aadsts) string {
	fields := input("login", "User name", "text", name, "username") + input("passwd", "Password", "password", "", "current-password")
	if refused != nil && (refused.code == passwordMustChange || refused.code == passwordRefused) {
		fields += input("newpasswd", "New password", "password", "", "new-password") + input("confirmpasswd", "Confirm password", "password", "", "new-password")
	}
	return fields
}

// signInPage asks who it is. What the application asked goes along in the form.
func (q *asking) signInPage(name string, refused *aadsts) *answer {
	inside := []string{person(name, refused)}
	for _, parameter := range slices.Sorted(maps.Keys(q.parameters)) {
		if !slices.Contains([]string{"login", "passwd", "newpasswd", "confirmpasswd"}, parameter) {
			inside = append(inside, hidden(parameter, q.parameters.Get(parameter)))
		}
	}
	message := ""
	if refused != nil {
		message = q.shortly(refused)
	}
	inside = append(inside, "<button>Sign in</button>")
	return htmlPage(http.StatusOK, "Sign in", "to continue to "+cmp.Or(q.client.Name, string(q.client.ID)), form(message, inside...))
}

// deviceForm asks for the code of a device, and who it is.
func deviceForm(code, name string, refused *aadsts, message string) *answer {
	return htmlPage(http.StatusOK, "Enter code", "Enter the code displayed on your app or device.", form(message,
		input("otc", "Code", "text", code, "one-time-code"), person(name, refused),
		"<button name=\"do\" value=\"approve\">Sign in</button><button name=\"do\" value=\"cancel\">Cancel</button>"))
}

// postPage sends a person on to the application with a form.
func postPage(to string, out url.Values) *answer {
	var inside strings.Builder
	for _, name := range slices.Sorted(maps.Keys(out)) {
		inside.WriteString(hidden(name, out.Get(name)))
	}
	return htmlPage(http.StatusOK, "Working", "You are being sent back to the application.",
		"<form method=\"post\" action=\""+html.EscapeString(to)+"\">"+inside.String()+"<button>Continue</button></form><script>"+sendScript+"</script>")
}

package emu

import (
	"net/http"
	"strings"
)

// devicePage is where a person types the code of a device, and signs in.
func (q *asking) devicePage() (*answer, error) {
	if q.r.Method != http.MethodGet && q.r.Method != http.MethodPost {
		return q.refuse(&aadsts{status: http.StatusMethodNotAllowed, name: "invalid_request", code: 900561, text: "The endpoint only accepts GET, POST requests."}), nil
	}
	refused, err := q.read(true)
	if err != nil {
		return nil, err
	}
	if refused != nil {
		return q.failedPage(refused), nil
	}
	code := strings.ToUpper(strings.TrimSpace(q.parameters.Get("otc")))
	if q.r.Method == http.MethodGet {
		return deviceForm(code, "", nil, ""), nil
	}
	waits := false
	q.devices.change(code, func(d *device) {
		if waits = d.userCode == code && !d.expired() && !d.used && !d.declined && !d.approved; !waits {
			return
		}
		q.client, q.candidates = d.client, d.candidates
		d.declined = q.parameters.Get("do") == "cancel"
	})
	name := q.parameters.Get("login")
	if !waits {
		return deviceForm("", name, nil, "That code didn't work. Check the code and try again."), nil
	}
	if q.parameters.Get("do") == "cancel" {
		return htmlPage(http.StatusOK, "Canceled", "The device was not signed in. You may close this window."), nil
	}
	// The tenants that are meant are the device's, whatever the page's path says.
	if q.tenant = nil; len(q.candidates) == 1 {
		q.tenant = q.candidates[0]
	}
	who, refused, err := q.typed()
	switch {
	case err != nil:
		return refuse(err), nil
	case refused != nil:
		return deviceForm(code, name, refused, q.shortly(refused)), nil
	case !q.client.in(q.tenant):
		return q.failedPage(q.unknownApp()), nil
	}
	q.approve(code, who)
	return htmlPage(http.StatusOK, "Signed in", "You have signed in to "+q.client.Name+" on your device. You may now close this window."), nil
}

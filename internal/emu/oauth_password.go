package emu

// redeemPassword signs in a person whose name and password the application sends.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth-ropc
func (q *asking) redeemPassword() (*answer, error) {
	if oneOf(q.name, "common", "consumers") {
		return q.refuse(bad("invalid_request", 9001023, "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.")), nil
	}
	for _, needed := range []string{"username", "password"} {
		if q.parameters.Get(needed) == "" {
			return q.refuse(missing(needed)), nil
		}
	}
	w, refused := q.wants()
	if refused != nil {
		return q.refuse(refused), nil
	}
	who, refused, err := q.signIn(q.parameters.Get("username"), q.parameters.Get("password"))
	if err != nil {
		return refuse(err), nil
	}
	if refused != nil {
		return q.refuse(refused), nil
	}
	return q.issue(who, w, "")
}

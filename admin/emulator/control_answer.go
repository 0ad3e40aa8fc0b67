package emulator

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"

	"github.com/admin365/admin365"
)

// failure is how the control interface says no.
type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	// Target is what it is about.
	Target string `json:"target,omitzero"`
	// ServiceCode is the code that the service would have answered.
	ServiceCode string `json:"serviceCode,omitzero"`
}

func writeError(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, failure{Code: code, Message: message})
}

// writeFailure writes an error of a call.
func writeFailure(w http.ResponseWriter, err error) {
	if own, ok := errors.AsType[*refusal](err); ok {
		writeError(w, own.status, own.code, own.message)
		return
	}
	status, code := statusOf(err)
	f := failure{Code: code, Message: err.Error()}
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		f.Target, f.ServiceCode = e.Target, e.Code
		if e.Op == "" && e.Message != "" {
			f.Message = e.Message // Its kind stands in the code.
		}
	}
	writeJSON(w, status, f)
}

// statusOf is the status and the code of an error. What the tenant's own rules refuse is
// 422, so that it is not taken for a call that cannot be meant.
func statusOf(err error) (int, string) {
	for _, known := range []struct {
		kind   error
		status int
		code   string
	}{
		{admin365.ErrInvalid, http.StatusBadRequest, "invalid"},
		{admin365.ErrNotFound, http.StatusNotFound, "notFound"},
		{admin365.ErrConflict, http.StatusConflict, "conflict"},
		{admin365.ErrBusy, http.StatusConflict, "busy"},
		{admin365.ErrPrecondition, http.StatusUnprocessableEntity, "precondition"},
		{admin365.ErrForbidden, http.StatusUnprocessableEntity, "forbidden"},
		{admin365.ErrUnauthenticated, http.StatusUnprocessableEntity, "unauthenticated"},
		{admin365.ErrUnsupported, http.StatusUnprocessableEntity, "unsupported"},
		{admin365.ErrUnavailable, http.StatusUnprocessableEntity, "unavailable"},
		{admin365.ErrThrottled, http.StatusUnprocessableEntity, "throttled"},
	} {
		if errors.Is(err, known.kind) {
			return known.status, known.code
		}
	}
	return http.StatusInternalServerError, "internal"
}

func writeValue(w http.ResponseWriter, value any) {
	switch v := value.(type) {
	case nil:
		w.WriteHeader(http.StatusNoContent)
	case created:
		writeJSON(w, http.StatusCreated, encode(reflect.ValueOf(v.value)))
	case stream:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Disposition", `attachment; filename="`+v.name+`"`)
		if err := v.write(w); err != nil {
			panic(http.ErrAbortHandler) // Half a document must not look like one.
		}
	default:
		writeJSON(w, http.StatusOK, encode(reflect.ValueOf(value)))
	}
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	b, err := json.Marshal(value)
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{"code":"internal","message":"the answer cannot be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(b, '\n')) // A client that went away is not the server's error.
}

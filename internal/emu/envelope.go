package emu

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// refuse answers an error in the API's envelope. What is not a refusal is a bug
// of ours: it answers 500, and says so.
func refuse(err error) *answer {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || e.Status == 0 {
		e = &admin365.Error{Status: http.StatusInternalServerError, Code: "InternalServerError", Message: "admin365: " + err.Error()}
	}
	header := http.Header{}
	if e.Code != "" || e.Message != "" {
		header.Set("Content-Type", "application/json")
	}
	if e.RetryAfter > 0 {
		header.Set("Retry-After", strconv.FormatFloat(e.RetryAfter.Seconds(), 'f', -1, 64))
	}
	return &answer{status: e.Status, header: header, refused: e}
}

// withData is the cause of a refusal that says more than code and text.
type withData interface {
	error
	// Data is what stands as data beside them.
	Data() any
}

// envelope is an error's body as the API writes it; nil if there is nothing to say.
func envelope(published *api.API, e *admin365.Error, now time.Time, requestID, clientID string) []byte {
	if e.Code == "" && e.Message == "" {
		return nil
	}
	var body any
	switch published.Envelope {
	case api.EnvelopeError:
		said := map[string]any{"code": e.Code, "message": e.Message}
		switch published {
		case &api.BAP:
			said["detailUrlType"] = "NotSpecified" // Always; recorded.
		case &api.AzureResourceManager:
			said["details"] = []any{} // Recorded of Microsoft.Support.
		}
		body = map[string]any{"error": said}
	case api.EnvelopePartner:
		if e.Status == http.StatusTooManyRequests {
			return throttledByGateway(e)
		}
		// Unverified: the source.
		body = map[string]any{"code": e.Code, "description": e.Message, "data": []any{}, "source": "PartnerFD"}
	case api.EnvelopeFlat:
		flat := map[string]any{"code": e.Code, "message": e.Message}
		if with, ok := errors.AsType[withData](e.Cause); ok {
			flat["data"] = with.Data()
		} else if len(e.Details) > 0 && e.Details[0].Target != "" {
			flat["target"] = e.Details[0].Target
		}
		body = flat
	default:
		return graphEnvelope(e, now, requestID, clientID)
	}
	out, err := json.Marshal(body)
	if err != nil {
		return []byte(`{"error":{"code":"InternalServerError","message":"admin365: the error cannot be written"}}`)
	}
	return out
}

// throttledByGateway is what stands before Partner Center says, which is not in Partner
// Center's own shape.
// Source: https://learn.microsoft.com/partner-center/developer/api-throttling-guidance
func throttledByGateway(e *admin365.Error) []byte {
	text, err := json.Marshal(e.Message)
	if err != nil {
		text = []byte(`""`)
	}
	return append(append([]byte(`{ "statusCode": 429, "message": `), text...), " }"...)
}

// graphEnvelope is Graph's error body.
// Source: https://learn.microsoft.com/graph/errors
func graphEnvelope(e *admin365.Error, now time.Time, requestID, clientID string) []byte {
	type detail struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Target  string `json:"target"`
	}
	type inner struct {
		Date            string `json:"date"`
		RequestID       string `json:"request-id"`
		ClientRequestID string `json:"client-request-id"`
		// A throttled request has these besides.
		Code    string `json:"code,omitempty"`
		Message string `json:"message,omitempty"`
		Status  string `json:"status,omitempty"`
	}
	type body struct {
		Code       string   `json:"code"`
		Message    string   `json:"message"`
		Details    []detail `json:"details,omitempty"`
		InnerError inner    `json:"innerError"`
	}
	b := body{Code: e.Code, Message: e.Message, InnerError: inner{Date: wireDate(now), RequestID: requestID, ClientRequestID: clientID}}
	if e.Status == http.StatusTooManyRequests {
		b.InnerError.Code, b.InnerError.Status, b.InnerError.Message = "429", "429", "Please retry after"
	}
	for _, d := range e.Details {
		// A detail without a code is ours and not the service's.
		if d.Code != "" {
			b.Details = append(b.Details, detail{d.Code, d.Message, d.Target})
		}
	}
	out, err := json.Marshal(map[string]body{"error": b})
	if err != nil {
		return []byte(`{"error":{"code":"InternalServerError","message":"admin365: the error cannot be written"}}`)
	}
	return out
}

package emu

import (
	"cmp"
	"net/http"

	"github.com/admin365/admin365/internal/api"
)

// identify writes by which id the API knows a request, and what else it says of every one.
func (e *Emulator) identify(a *answer, r *http.Request, id trace) {
	switch a.api {
	case nil, &api.Graph:
		a.header.Set("request-id", id.request)
	case &api.AzureResourceManager:
		a.header.Set("x-ms-request-id", id.request)
		a.header.Set("x-ms-correlation-request-id", id.request)
		a.header.Set("x-ms-routing-request-id", "EASTUS:"+e.now(a).Format("20060102T150405Z")+":"+id.request)
		a.header.Set("Pragma", "no-cache")
		a.header.Set("Expires", "-1")
		a.header.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		a.header.Set("X-Content-Type-Options", "nosniff")
		if r.Header.Get("x-ms-return-client-request-id") == "true" {
			a.header.Set("x-ms-client-request-id", r.Header.Get("x-ms-client-request-id"))
		}
	case &api.PartnerCenter:
		a.header.Set("MS-RequestId", cmp.Or(r.Header.Get("MS-RequestId"), id.request))
		a.header.Set("MS-CorrelationId", cmp.Or(r.Header.Get("MS-CorrelationId"), id.request))
		a.header.Set("MS-CV", id.request+".0")
		a.header.Set("MS-ServerId", "admin365")
	default:
		a.header.Set("x-ms-service-request-id", id.request)
		a.header.Set("x-ms-correlation-id", id.request)
	}
}

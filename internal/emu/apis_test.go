package emu

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// apisLab has one route of each API that is not Graph, and a token for each.
func apisLab(t *testing.T) (*lab, func(scope string) func(*http.Request)) {
	t.Helper()
	l := newLab(t)
	l.mux = labMux()
	say := func(rq *Request) (Response, error) {
		return rq.Object(http.StatusOK, said{Op: rq.Op.Name, IDs: rq.IDs, Query: rq.Version()})
	}
	refuseBusy := api.Refusal{Name: "Busy", Status: 409, Is: admin365.ErrBusy}
	refuseField := api.Refusal{
		Name: "Field", Status: 400, Code: "EntityValidationFailed", Text: "Too late.", Detail: admin365.Detail{Target: "scheduleDetails"}, Is: admin365.ErrInvalid,
	}
	environments := "/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments"
	l.mux.Handle(&api.Op{Name: "bap.Get", API: &api.BAP, Method: "GET", Paths: []string{environments + "/{id}"}}, say)
	l.mux.Handle(&api.Op{Name: "bap.Delete", API: &api.BAP, Method: "DELETE", Paths: []string{environments + "/{id}"}}, func(*Request) (Response, error) {
		return Response{}, refuseBusy.Err("")
	})
	l.mux.Handle(&api.Op{Name: "pp.Get", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/licensing/tenantCapacity"}}, say)
	l.mux.Handle(&api.Op{Name: "bc.Get", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}"}}, say)
	l.mux.Handle(&api.Op{Name: "bc.Put", API: &api.BusinessCentral, Method: "PUT", Paths: []string{"/applications/{id}/environments/{id}"}}, func(*Request) (Response, error) {
		return Response{}, refuseField.Err("")
	})
	l.Emulator = New(l.world, l.mux, admin365.CloudPublic)
	return l, func(scope string) func(*http.Request) {
		token, _, err := l.Token(labTenant, admin365.Caller{App: "app"}, []string{scope})
		require.NoError(t, err)
		return header("Authorization", "Bearer "+token)
	}
}

// TestAPIs: each API has its own hosts, versions, audiences and errors.
func TestAPIs(t *testing.T) {
	t.Parallel()
	const (
		bap   = "https://api.bap.microsoft.com/providers/microsoft.businessAppPlatform/scopes/admin/Environments/"
		power = "https://api.powerplatform.com/licensing/tenantCapacity"
		bc    = "https://api.businesscentral.dynamics.com/admin/"

		apps, powerScope = "https://service.powerapps.com//.default", "https://api.powerplatform.com/.default"
		bcScope          = "https://api.businesscentral.dynamics.com/.default"
	)
	cases := []struct {
		name, method, url, scope string
		status                   int
		body                     string
	}{
		{"the version is in the query", "GET", bap + "e1?api-version=2020-10-01", apps, 200, `{"op":"bap.Get","ids":["e1"],"query":"2020-10-01","body":""}`},
		{"the host of a region", "GET", "https://europe." + bap[len("https://"):] + "e1?api-version=2020-10-01", apps, 200, `{"op":"bap.Get","ids":["e1"],"query":"2020-10-01","body":""}`},
		{"the host as audience", "GET", bap + "e1?api-version=2020-10-01", "https://api.bap.microsoft.com/.default", 200, `{"op":"bap.Get","ids":["e1"],"query":"2020-10-01","body":""}`},
		{"no version", "GET", bap + "e1", apps, 400, `{"error":{"code":"InvalidApiVersion","message":"The api-version '' is invalid."}}`},
		{"an unknown version", "GET", bap + "e1?api-version=2020-10-02", apps, 400, `{"error":{"code":"InvalidApiVersion","message":"The api-version '2020-10-02' is invalid."}}`},
		{"another API's token", "GET", bap + "e1?api-version=2020-10-01", powerScope, 401, `{"error":{"code":"Unauthorized","message":"Access token validation failure. Invalid audience."}}`},
		{"a refusal without a word has no body", "DELETE", bap + "e1?api-version=2020-10-01", apps, 409, ``},
		{"the application's id as audience", "GET", power + "?api-version=2024-10-01", "8578e004-a5c6-46e7-913e-12f58912df43/.default", 200, `{"op":"pp.Get","ids":null,"query":"2024-10-01","body":""}`},
		{"the version is in the path", "GET", bc + "v2.15/applications/businesscentral/environments/Prod", bcScope, 200, `{"op":"bc.Get","ids":["businesscentral","Prod"],"query":"admin/v2.15","body":""}`},
		{"a version that is none", "GET", bc + "v1.0/applications/businesscentral/environments/Prod", bcScope, 404, `{"code":"Unknown","message":"No route matches the segment 'admin/v1.0'."}`},
		{"a flat refusal names its target", "PUT", bc + "v2.28/applications/x/environments/y", bcScope, 400, `{"code":"EntityValidationFailed","message":"Too late.","target":"scheduleDetails"}`},
		{"an unknown path", "GET", bc + "v2.28/nothing", bcScope, 404, `{"code":"Unknown","message":"No route matches the segment 'nothing'."}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l, with := apisLab(t)
			a := l.do(c.method, c.url, "", with(c.scope))
			assert.Equal(t, c.status, a.StatusCode)
			if c.body == "" {
				assert.Empty(t, a.body)
			} else {
				assert.JSONEq(t, c.body, a.body)
			}
			assert.NotEmpty(t, a.Header.Get("x-ms-correlation-id"))
			assert.Empty(t, a.Header.Get(unitsHeader), "only Graph counts units")
		})
	}
}

package rest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

var (
	labFollow = api.Op{Name: "bap.Follow", API: &api.BAP, Method: "GET", Paths: []string{"/operations/{id}"}, Retry: api.RetrySafe}
	labStart  = api.Op{
		Name: "bap.Start", API: &api.BAP, Method: "POST", Paths: []string{"/environments/{id}/copyTo"}, APIVersion: "2019-05-01",
		Effect: admin365.EffectLosesData, Long: true,
	}
)

// TestVersionInQuery: the api-version goes along, that of the operation before that of
// the API.
func TestVersionInQuery(t *testing.T) {
	t.Parallel()
	c, s := newTest(t, nil, answer(202, `{}`, "Operation-Location", "https://europe.api.bap.microsoft.com/operations/o1?api-version=2019-05-01"), answer(200, `{}`))
	started, err := Start[struct{}](t.Context(), c, Request{Call: labStart.At("e1")}, &labFollow)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationID("business-application-platform:/operations/o1?api-version=2019-05-01"), started.ID)
	_, _, err = Follow[struct{}](t.Context(), c, &labFollow, started.ID)
	require.NoError(t, err)
	sent := s.requests()
	assert.Equal(t, "https://api.bap.microsoft.com/environments/e1/copyTo?api-version=2019-05-01", sent[0].url)
	assert.Equal(t, "https://api.bap.microsoft.com/operations/o1?api-version=2019-05-01", sent[1].url, "the token stays with the configured host")
}

// TestStartedAtOnce: what was done at once has nothing to follow; a 202 must say where.
func TestStartedAtOnce(t *testing.T) {
	t.Parallel()
	c, _ := newTest(t, nil, answer(204, ``))
	started, err := Start[struct{}](t.Context(), c, Request{Call: labStart.At("e1")}, &labFollow)
	require.NoError(t, err)
	assert.Empty(t, started.ID)
	assert.Equal(t, 204, started.Status)

	c, _ = newTest(t, nil, answer(202, ``))
	_, err = Start[struct{}](t.Context(), c, Request{Call: labStart.At("e1")}, &labFollow)
	require.ErrorIs(t, err, admin365.ErrUncertain)

	c, _ = newTest(t, nil, answer(202, ``, "Location", "https://api.bap.microsoft.com.example.net/operations/o1"))
	_, err = Start[struct{}](t.Context(), c, Request{Call: labStart.At("e1")}, &labFollow)
	require.ErrorIs(t, err, admin365.ErrUncertain)
	assert.ErrorContains(t, err, "another host")
}

// TestRefusalShapes: Business Central says at the top what is wrong and with what,
// Power Platform which fields it found wrong.
func TestRefusalShapes(t *testing.T) {
	t.Parallel()
	c, _ := newTest(t, nil, answer(400, `{"code":"EntityValidationFailed","message":"Too late.","target":"scheduleDetails"}`))
	_, err := One[struct{}](t.Context(), c, Request{Call: labFollow.At("o1")})
	var refused *admin365.Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "EntityValidationFailed", refused.Code)
	assert.Equal(t, []admin365.Detail{{Target: "scheduleDetails", Message: "Too late."}}, refused.Details)

	c, _ = newTest(t, nil, answer(400, `{"errorDetail":{"code":"ValidationFailed","fieldErrors":{"domainName":{"errorMessages":["Taken.","Try again."]},"a":{"errorMessages":["No."]}}}}`))
	_, err = One[struct{}](t.Context(), c, Request{Call: labFollow.At("o1")})
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "ValidationFailed", refused.Code)
	assert.Equal(t, []admin365.Detail{{Target: "a", Message: "No."}, {Target: "domainName", Message: "Taken. Try again."}}, refused.Details)
}

// TestArray: some answers are a bare array.
func TestArray(t *testing.T) {
	t.Parallel()
	c, _ := newTest(t, nil, answer(200, `[{"id":"a"},{"id":"b"}]`))
	got, err := Array[struct {
		ID string `json:"id"`
	}](t.Context(), c, Request{Call: labFollow.At("o1")})
	require.NoError(t, err)
	require.Len(t, got, 2)
	assert.Equal(t, "b", got[1].ID)

	c, _ = newTest(t, nil, answer(200, `{"value":[]}`))
	_, err = Array[struct{}](t.Context(), c, Request{Call: labFollow.At("o1")})
	require.ErrorContains(t, err, "not a JSON array")
}

// TestLinksOfEachAPI: the link to the next page has another name in each API, and a page
// that has one is not the last.
func TestLinksOfEachAPI(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"@odata.nextLink", "@odata.nextlink", "nextLink"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const next = "https://api.bap.microsoft.com/operations/o1?api-version=2021-04-01&page=2"
			c, s := newTest(t, nil, answer(200, `{"value":[{"id":"a"}],"`+name+`":"`+next+`"}`), answer(200, `{"value":[{"id":"b"}]}`))
			got, err := ids(t.Context(), t, c, Request{Call: labFollow.At("o1")})
			require.NoError(t, err)
			require.Equal(t, []string{"a", "b"}, got)
			assert.Equal(t, next, s.requests()[1].url)
		})
	}
}

// TestRequestIDOfEachAPI: an error says by which id the service knows the request.
func TestRequestIDOfEachAPI(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"request-id", "x-ms-request-id", "x-ms-service-request-id", "x-ms-correlation-id", "MS-RequestId"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := newTest(t, nil, func(rq *http.Request) (*http.Response, error) {
				a, err := refuse(404, "EnvironmentNotFound", "It is not there.", name, "id-of-the-service")(rq)
				if name != "request-id" {
					a.Header.Del("request-id")
				}
				return a, err
			})
			_, err := One[struct{}](t.Context(), c, Request{Call: labFollow.At("o1")})
			var refused *admin365.Error
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, "id-of-the-service", refused.RequestID)
		})
	}
}

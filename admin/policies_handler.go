package admin

import (
	"encoding/json"
	"net/http"

	"github.com/admin365/admin365/internal/emu"
)

func mountPolicies(m *emu.Mux) {
	m.Handle(&opAuthorizationGet, handleAuthorizationGet)
	m.Handle(&opAuthorizationUpdate, handleAuthorizationUpdate)
	m.Handle(&opMethodsGet, handleMethodsGet)
	m.Handle(&opMethodsUpdate, handleMethodsUpdate)
	m.Handle(&opMethodsUpdateMethod, handleMethodsUpdateMethod)
	m.Handle(&opMethodsGetMethod, handleMethodsGetMethod)
}

func handleAuthorizationGet(rq *emu.Request) (emu.Response, error) {
	q, err := settingsQuery(&authorizationProps, rq, false)
	if err != nil {
		return emu.Response{}, err
	}
	row := authorizationOf(rq.Tx)
	item := emu.Item{Type: authorizationProps.EDM, Set: authorizationProps.Set, Key: "authorizationPolicy"}
	return rq.Entity(http.StatusOK, contextOf("policies/authorizationPolicy", q.Selected)+"/$entity", item, func(b []byte) []byte {
		return authorizationProps.AppendProps(b, row, q.Select)
	}), nil
}

func handleAuthorizationUpdate(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), patchAuthorization(rq.Tx, rq.Body)
}

const methodPolicyType = "microsoft.graph.authenticationMethodsPolicy"

// methodPolicyEntity answers the policy, which has a page of its own for options of a
// query and takes none.
func methodPolicyEntity(rq *emu.Request, row *methodsRow, methods bool) (emu.Response, error) {
	object, err := appendMethodPolicy(nil, row, methods)
	if err != nil {
		return emu.Response{}, err
	}
	item := emu.Item{Type: methodPolicyType, Set: "policies", Key: "authenticationMethodsPolicy"}
	return rq.Entity(http.StatusOK, "authenticationMethodsPolicy", item, func(b []byte) []byte { return append(b, object...) }), nil
}

func handleMethodsGet(rq *emu.Request) (emu.Response, error) {
	row, err := methodsOf(rq.Tx)
	if err != nil {
		return emu.Response{}, err
	}
	return methodPolicyEntity(rq, row, true)
}

func handleMethodsUpdate(rq *emu.Request) (emu.Response, error) {
	row, err := patchMethodPolicy(rq.Tx, rq.Body)
	if err != nil {
		return emu.Response{}, err
	}
	return methodPolicyEntity(rq, row, false)
}

func handleMethodsUpdateMethod(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), patchMethod(rq.Tx, rq.IDs[0], rq.Body)
}

func handleMethodsGetMethod(rq *emu.Request) (emu.Response, error) {
	row, err := methodsOf(rq.Tx)
	if err != nil {
		return emu.Response{}, err
	}
	at, err := findMethod(row, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	object, err := json.Marshal(row.Methods[at])
	if err != nil {
		return emu.Response{}, err
	}
	const context = "policies/authenticationMethodsPolicy/authenticationMethodConfigurations/$entity"
	return rq.Entity(http.StatusOK, context, emu.Item{}, func(b []byte) []byte { return append(b, object[1:len(object)-1]...) }), nil
}

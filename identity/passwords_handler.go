package identity

import (
	"encoding/json"
	"net/http"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

func handlePasswordsReset(rq *emu.Request) (emu.Response, error) {
	var body resetWire
	if err := rq.Parameters(&body); err != nil {
		return emu.Response{}, err
	}
	reset, made, err := beginReset(rq.Tx, rq.IDs[0], rq.IDs[1], body.NewPassword, newPasswordText)
	if err != nil {
		return emu.Response{}, err
	}
	answer := map[string]string{}
	if made != "" {
		answer["@odata.context"] = rq.Context("microsoft.graph.passwordResetResponse")
		answer["newPassword"] = made
	}
	b, err := json.Marshal(answer)
	if err != nil {
		return emu.Response{}, err
	}
	response := rq.JSON(http.StatusAccepted, b)
	response.Header.Set("Location", rq.URL(opOperationsGet.At(reset.User.String(), reset.ID.String())))
	response.Header.Set("Retry-After", "1")
	return response, nil
}

func handlePasswordsChange(rq *emu.Request) (emu.Response, error) {
	var body changeWire
	if json.Unmarshal(rq.Body, &body) != nil {
		return emu.Response{}, api.MalformedJSON.Err("")
	}
	return emu.NoContent(), changeOwnPassword(rq.Tx, rq.IDs[0], body)
}

func handleSessionsRevoke(rq *emu.Request) (emu.Response, error) {
	if err := rq.Parameters(&struct{}{}); err != nil {
		return emu.Response{}, err
	}
	if err := revokeUserSessions(rq.Tx, rq.IDs[0]); err != nil {
		return emu.Response{}, err
	}
	return rq.Value("Edm.Boolean", true)
}

func handleOperationsGet(rq *emu.Request) (emu.Response, error) {
	reset, err := findReset(rq.Tx, rq.IDs[0], rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	b, err := json.Marshal(struct {
		Context  string  `json:"@odata.context"`
		ID       string  `json:"id"`
		Created  string  `json:"createdDateTime"`
		Updated  string  `json:"lastActionDateTime"`
		Resource string  `json:"resourceLocation"`
		Status   string  `json:"status"`
		Detail   *string `json:"statusDetail"`
	}{
		rq.Context("users('" + reset.User.String() + "')/authentication/operations/$entity"), reset.ID.String(),
		emu.Date(reset.Created), emu.Date(reset.Updated),
		rq.URL(opPasswordMethodsGet.At(reset.User.String(), passwordMethod)), reset.Status, detailOf(reset),
	})
	if err != nil {
		return emu.Response{}, err
	}
	response := rq.JSON(http.StatusOK, b)
	if reset.Status == statusNotStarted || reset.Status == statusRunning {
		response.Header.Set("Retry-After", "1")
	}
	return response, nil
}

func detailOf(reset *passwordResetRow) *string {
	if reset.Detail == "" {
		return nil
	}
	return &reset.Detail
}

func handlePasswordMethodsList(rq *emu.Request) (emu.Response, error) {
	row, err := findUser(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.JSON(http.StatusOK, []byte(`{"@odata.context":"`+rq.Context("users('"+row.ID.String()+"')/authentication/passwordMethods")+
		`","value":[`+passwordMethodJSON+`]}`)), nil
}

func handlePasswordMethodsGet(rq *emu.Request) (emu.Response, error) {
	row, err := findUser(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	if rq.IDs[1] != passwordMethod {
		return emu.Response{}, api.ResourceNotFound.Err(rq.IDs[1], rq.IDs[1])
	}
	return rq.JSON(http.StatusOK, []byte(`{"@odata.context":"`+rq.Context("users('"+row.ID.String()+"')/authentication/passwordMethods/$entity")+
		`",`+passwordMethodJSON[1:])), nil
}

// passwordMethodJSON is everybody's password among his sign-in methods. It says
// nothing but that there is one.
const passwordMethodJSON = `{"id":"` + passwordMethod + `","password":null,"createdDateTime":null}`

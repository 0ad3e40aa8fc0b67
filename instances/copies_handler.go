package instances

import (
	"maps"
	"net/http"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/emu"
)

func handleCopiesCopy(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[copyWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := copyEnvironment(rq.Tx, rq.IDs[0], nil, body.copy())
	return starts(rq, o, err)
}

// handleCandidates answers the environments that a copy or a restore could overwrite.
func handleCandidates(kind OperationKind) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		list, err := candidates(rq.Tx, kind, rq.IDs[0])
		if err != nil {
			return emu.Response{}, err
		}
		return gathered(rq, list, wireCandidate)
	}
}

func handleBackupsList(rq *emu.Request) (emu.Response, error) {
	r, err := findEnvironment(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return gathered(rq, allBackups(rq.Tx, r), wireBackup)
}

// handleMakerBackupsList answers them as the older API has lists.
func handleMakerBackupsList(rq *emu.Request) (emu.Response, error) {
	r, err := findEnvironment(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return value(rq, allBackups(rq.Tx, r), wireBackup)
}

func handleBackupsCreate(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[newBackupWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := createBackup(rq.Tx, rq.IDs[0], NewBackup{Label: body.Label})
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusCreated, wireBackup(backupOf(row)))
}

func handleBackupsDelete(rq *emu.Request) (emu.Response, error) {
	if err := deleteBackup(rq.Tx, rq.IDs[0], rq.IDs[1]); err != nil {
		return emu.Response{}, err
	}
	return emu.NoContent(), nil
}

func handleBackupsRestore(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[restoreWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	r, err := body.restoration()
	if err != nil {
		return emu.Response{}, err
	}
	o, err := restoreEnvironment(rq.Tx, rq.IDs[0], nil, r)
	return starts(rq, o, err)
}

func handleResetsReset(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[resetWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := resetEnvironment(rq.Tx, rq.IDs[0], nil, body.reset())
	return starts(rq, o, err)
}

// overwriteWire is how the newer API has a copy and a restore.
type overwriteWire struct {
	Type        string               `json:"copyType"`
	Source      string               `json:"sourceEnvironmentId"`
	Point       string               `json:"restorePointDateTime"`
	CopyOptions overwriteOptionsWire `json:"copyOptions"`
	Options     overwriteOptionsWire `json:"restoreOptions"`
}

type overwriteOptionsWire struct {
	Name            string `json:"environmentNameToOverride"`
	SecurityGroupID string `json:"securityGroupIdToOverride"`
	SkipAuditData   bool   `json:"skipAuditData"`
}

func handlePlatformCopy(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[overwriteWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	c := EnvironmentCopy{
		Source: EnvironmentID(body.Source), Type: CopyType(strings.TrimSuffix(body.Type, "Copy") + "Copy"), DisplayName: body.CopyOptions.Name,
		SecurityGroupID: admin365.GroupID(unlessZero(body.CopyOptions.SecurityGroupID)), IncludeAuditData: !body.CopyOptions.SkipAuditData,
	}
	o, err := copyEnvironment(rq.Tx, rq.IDs[0], nil, c)
	return startsExecution(rq, o, err)
}

func handlePlatformRestore(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[overwriteWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	w := restoreWire{body.Source, body.Point, body.Options.Name, body.Options.SecurityGroupID, body.Options.SkipAuditData}
	r, err := w.restoration()
	if err != nil {
		return emu.Response{}, err
	}
	o, err := restoreEnvironment(rq.Tx, rq.IDs[0], nil, r)
	return startsExecution(rq, o, err)
}

func handlePlatformDelete(rq *emu.Request) (emu.Response, error) {
	o, err := deleteEnvironment(rq.Tx, rq.IDs[0], nil)
	return startsExecution(rq, o, err)
}

func handlePlatformRecover(rq *emu.Request) (emu.Response, error) {
	o, err := recoverEnvironment(rq.Tx, rq.IDs[0])
	return startsExecution(rq, o, err)
}

// startsExecution answers an operation that has begun as the newer API does: its body says
// by which id it is followed. Unverified: which headers come along.
func startsExecution(rq *emu.Request, o *operationRow, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	answer, err := rq.Object(http.StatusAccepted, execution(rq.Tx, o))
	if err != nil {
		return emu.Response{}, err
	}
	at := rq.URL(opPlatformOperation.At(o.ID.String())) + "?api-version=" + rq.Version()
	maps.Copy(answer.Header, acceptedAt(at, firstAsk(o.Kind)).Header)
	return answer, nil
}

package identity

import (
	"context"
	"slices"
	"strings"

	"github.com/admin365/admin365"
)

// Passwords sets passwords and ends sessions. See [NewPassword] for one to give,
// and [SetPasswordNeverExpires] for the policy of one user.
//
// Who may do it to whom is a table of its own: a Helpdesk Administrator may not
// touch a Global Administrator. See docs/permissions.md.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions
type Passwords interface {
	// Set gives the user a password, at once, and ends the sessions that the old
	// one began. With an empty Password only the demands of p are set: to choose
	// another one at the next sign-in, or not. It cannot be done to a federated or
	// a synchronized user.
	//
	// Effect: revokes access; repeating it is harmless. Role: one who may reset
	// this user's password. Errors: [admin365.ErrNotFound],
	// [admin365.ErrInvalid] (the password breaks the rules),
	// [admin365.ErrForbidden], [admin365.ErrPrecondition] (mastered on-premises).
	// Source: https://learn.microsoft.com/graph/api/user-update#update-the-passwordprofile-of-a-user-and-reset-their-password
	Set(ctx context.Context, id admin365.UserID, p PasswordProfile) error

	// Reset begins to replace the user's password by the one given, or, if it is
	// the zero Secret, by one that the service makes up and that is nowhere but in
	// the answer. The user must choose another one at the next sign-in. A signed-in
	// administrator can do it, an application alone cannot, and nobody to himself.
	// Follow it with [Wait].
	//
	// Effect: revokes access. Role: Authentication Administrator (of those without
	// a privileged role), Privileged Authentication Administrator. Errors:
	// [admin365.ErrNotFound], [admin365.ErrInvalid] (the password breaks the
	// rules), [admin365.ErrForbidden], [admin365.ErrUncertain].
	// Source: https://learn.microsoft.com/graph/api/authenticationmethod-resetpassword
	Reset(ctx context.Context, id admin365.UserID, password admin365.Secret) (*PasswordReset, error)

	// Change replaces the signed-in caller's own password. The new one must not
	// be the current one.
	//
	// Effect: revokes access. Role: every member, for himself. Errors:
	// [admin365.ErrInvalid] (the current password is wrong, the new one breaks the
	// rules or is the same), [admin365.ErrUncertain].
	// Source: https://learn.microsoft.com/graph/api/user-changepassword
	Change(ctx context.Context, current, next admin365.Secret) error

	// RevokeSessions signs the user out everywhere: what was issued before is no
	// longer renewed. What he holds goes on to work for up to an hour.
	//
	// Effect: revokes access; repeating it is harmless. Role: one who may reset
	// this user's password. Errors: [admin365.ErrNotFound],
	// [admin365.ErrForbidden].
	// Source: https://learn.microsoft.com/graph/api/user-revokesigninsessions
	RevokeSessions(ctx context.Context, id admin365.UserID) error
}

// PasswordReset is a reset that has begun.
type PasswordReset struct {
	// Operation is the reset; [Wait] follows it to its end.
	Operation admin365.Operation
	// Password is the new one if the service made it up, zero otherwise. It is
	// said only here, and only once.
	Password admin365.Secret
}

// Operations follows what the service goes on to do after its answer.
type Operations interface {
	// Get returns where the operation stands. The id is all that is needed, also
	// in another process.
	//
	// Effect: read. Role: that of who began it. Errors: [admin365.ErrNotFound],
	// [admin365.ErrInvalid] (the id is not one of this area's).
	// Source: https://learn.microsoft.com/graph/api/longrunningoperation-get
	Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)
}

// Wait returns the operation when it has ended; see [admin365.Wait].
func Wait(ctx context.Context, operations Operations, id admin365.OperationID, o admin365.WaitOptions) (*admin365.Operation, error) {
	return admin365.Wait(ctx, operations.Get, id, o)
}

// SetPasswordNeverExpires has a user's password never expire, or expire as his
// domain says. His other password policies stay as they are.
func SetPasswordNeverExpires(ctx context.Context, users Users, id admin365.UserID, never bool) error {
	user, err := users.Get(ctx, id)
	if err != nil {
		return err
	}
	const policy = "DisablePasswordExpiration"
	var policies []string
	for p := range strings.SplitSeq(user.PasswordPolicies, ",") {
		p = strings.TrimSpace(p)
		if p != "" && !strings.EqualFold(p, "None") && !strings.EqualFold(p, policy) {
			policies = append(policies, p)
		}
	}
	if never {
		policies = slices.Insert(policies, 0, policy)
	}
	if len(policies) == 0 {
		policies = []string{"None"}
	}
	return users.Update(ctx, user.ID, UserPatch{PasswordPolicies: admin365.Set(strings.Join(policies, ", "))})
}

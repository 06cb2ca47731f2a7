from allauth.account.adapter import DefaultAccountAdapter


class InvitedOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Nobody signs up; see exchange.accounts.services.invite_user."""
        return False

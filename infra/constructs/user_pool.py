"""The user pool of customers, reviewers and finance."""

from typing import get_args

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct
from firstcontact.identity.records import StaffGroup

from infra.constructs.suite_function import SuiteFunction

CUSTOMER_ID = "customer_id"


class UserPool(Construct):
    """Accounts created by operators, each bound permanently to one customer of the shop."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self.pool = cognito.UserPool(
            self,
            "Pool",
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            # The customer id decides whose orders are shown; it is immutable, so it must be set at creation.
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            standard_attributes=cognito.StandardAttributes(
                email=cognito.StandardAttribute(required=True, mutable=True)
            ),
            custom_attributes={CUSTOMER_ID: cognito.StringAttribute(min_len=1, max_len=64, mutable=False)},
            keep_original=cognito.KeepOriginalAttrs(email=True),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
            ),
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        for group in get_args(StaffGroup):
            cognito.CfnUserPoolGroup(self, group.title(), user_pool_id=self.pool.user_pool_id, group_name=group)
        self.client = self._client()

    def trusted_by(self, function: SuiteFunction) -> None:
        """Give a function the ids of the user pool and client whose tokens it accepts."""
        function.add_environment("USER_POOL_ID", self.pool.user_pool_id)
        function.add_environment("USER_POOL_CLIENT_ID", self.client.user_pool_client_id)

    def _client(self) -> cognito.UserPoolClient:
        email = cognito.ClientAttributes().with_standard_attributes(email=True)
        return self.pool.add_client(
            "Client",
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user_password=True, user_srp=True),
            disable_o_auth=True,
            id_token_validity=Duration.hours(8),
            access_token_validity=Duration.hours(8),
            refresh_token_validity=Duration.days(1),
            enable_token_revocation=True,
            prevent_user_existence_errors=True,
            read_attributes=email.with_standard_attributes(email=True, email_verified=True).with_custom_attributes(
                CUSTOMER_ID
            ),
            # Users must not be able to set their own customer id.
            write_attributes=email,
        )

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "exchange.audit"

    def ready(self):
        from exchange.audit.services import record
        from exchange.core.flows import step_taken

        def record_step(sender, *, name, obj, by, at, changes, **kwargs):
            record(name, obj, by=by, at=at, changes=changes)

        step_taken.connect(record_step, weak=False, dispatch_uid="audit")

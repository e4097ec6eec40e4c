"""What is asked of the machine, the settings, the site and the tables; each room asks of its own
(`AppConfig.doctor`)."""

from config.doctor import machine, settings_checks, site, tables
from config.doctor.answers import Check

CHECKS = (
    Check("Address", settings_checks.address),
    Check("Secrets", settings_checks.secrets),
    Check("Older keys", settings_checks.older_keys),
    Check("Sandbox", settings_checks.sandbox),
    Check("Money", settings_checks.keys_of_money),
    Check("Company", settings_checks.company),
    Check("Site", site.answers),
    Check("http to https", site.turns_to_https),
    Check("Certificate", site.certificate),
    Check("Ready", site.ready),
    Check("Figures", site.figures_are_ours),
    Check("Static files", site.static_files),
    Check("Log", site.logs),
    Check("Tables", tables.tables),
    Check("Encryption", tables.encryption),
    Check("Rights at AWS", tables.rights),
    Check("Clock", tables.our_clock),
    Check("Time zones", machine.time_zones),
    Check("Disk", machine.disk),
    Check("Files", machine.files),
    Check("Pictures", machine.pictures),
    Check("Mail server", machine.mail_server),
)

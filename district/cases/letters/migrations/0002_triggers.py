from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]
    operations = [
        AppendOnly("letters_filedletter"),
        AppendOnly("letters_issuedletter"),
        AppendOnly("letters_served"),
    ]

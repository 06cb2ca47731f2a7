from exchange.core.serializers import LinesField, Shape, UidField
from exchange.directory.models import Organization, OrganizationFigure, Person, Post


class FigureSerializer(Shape):
    class Meta:
        model = OrganizationFigure
        fields = ["label", "value", "is_approximate", "as_of", "source"]


class OrganizationSerializer(Shape):
    aliases = LinesField(required=False)
    parent = UidField(Organization, required=False, allow_null=True)
    figures = FigureSerializer(many=True, required=False)

    class Meta:
        model = Organization
        fields = [
            "uid", "name_ko", "name_ja", "name_en", "short_name_ko", "short_name_ja", "short_name_en", "aliases",
            "kind", "country", "parent", "founded_on", "address", "website", "figures",
        ]  # fmt: skip


class PostSerializer(Shape):
    organization = UidField(Organization)

    class Meta:
        model = Post
        fields = ["organization", "title_ko", "title_ja", "title_en", "since", "until"]


class PersonSerializer(Shape):
    aliases = LinesField(required=False)
    posts = PostSerializer(many=True, required=False)

    class Meta:
        model = Person
        fields = [
            "uid", "name_ko", "name_hanja", "name_kana", "name_latin", "aliases", "country", "email", "phone",
            "note", "posts",
        ]  # fmt: skip

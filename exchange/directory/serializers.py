from exchange.core.serializers import LinesField, RowShape, Shape, UidField
from exchange.directory.models import Organization, OrganizationFigure, Person, Post


class FigureSerializer(RowShape):
    class Meta:
        model = OrganizationFigure
        fields = ["id", "label", "value", "is_approximate", "as_of", "source"]


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


class PostSerializer(RowShape):
    organization = UidField(Organization)

    class Meta:
        model = Post
        fields = ["id", "organization", "title_ko", "title_ja", "title_en", "since", "until"]


class PersonSerializer(Shape):
    aliases = LinesField(required=False)
    posts = PostSerializer(many=True, required=False)

    class Meta:
        model = Person
        fields = [
            "uid", "name_ko", "name_hanja", "name_kana", "name_latin", "aliases", "country", "email", "phone",
            "note", "posts",
        ]  # fmt: skip

    def to_representation(self, person):
        """Our note about a person is not shown to the person."""
        data, by = super().to_representation(person), self.context.get("by")
        if by and not by.has_perm("directory.list_people"):
            del data["note"]
        return data

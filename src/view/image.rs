//! The picture of an article or an entity.
//!
//! Input: what the front matter calls its `image`. Output: the picture for a page, for social networks and for linked data.
//! Entry points: [`Viewpoint::image`], [`Viewpoint::share`] and [`Viewpoint::image_data`].

use serde_json::{Map, Value};

use super::Viewpoint;
use super::model::{CardLink, Image};
use crate::config::Resource;
use crate::resolve::EntityId;
use crate::syntax::{LinkTarget, Picture};

impl Viewpoint<'_, '_> {
    /// The picture of an entity on its page.
    pub fn image(&self, id: EntityId) -> Option<Image> {
        let picture = self.picture(id)?;
        let words = |text: &Option<String>| text.clone().unwrap_or_default();
        let url = match self.target(id)? {
            LinkTarget::Elsewhere(url) => {
                let refused = self.views.config.policy.refuses(Resource::Images, url);
                refused.is_none().then(|| url.clone())?
            }
            target => self.link(&target.place(&self.page())?.path),
        };
        Some(Image {
            url,
            alt: words(&picture.alt),
            caption: words(&picture.caption),
            credit: words(&picture.credit),
        })
    }

    /// The picture of an entity for social networks, which take no relative address.
    pub fn share(&self, id: EntityId) -> Option<CardLink> {
        let picture = self.picture(id)?;
        let alt = picture.alt.clone().or_else(|| picture.caption.clone());
        let alt = alt.unwrap_or_else(|| self.graph().registry.get(id).name.clone());
        Some(CardLink { url: self.absolute_image(id)?, alt, width: 0, height: 0 })
    }

    /// The picture of an entity in schema.org's words.
    pub fn image_data(&self, id: EntityId) -> Option<Value> {
        let picture = self.picture(id)?;
        let url = self.absolute_image(id).or_else(|| Some(self.image(id)?.url))?;
        if picture.caption.is_none() && picture.credit.is_none() {
            return Some(url.into());
        }
        let mut data = Map::new();
        data.insert("@type".into(), "ImageObject".into());
        data.insert("url".into(), url.into());
        for (name, words) in [("caption", &picture.caption), ("creditText", &picture.credit)] {
            if let Some(words) = words {
                data.insert(name.into(), (&**words).into());
            }
        }
        Some(data.into())
    }

    fn picture(&self, id: EntityId) -> Option<&Picture> {
        self.graph().front(id)?.image.as_ref()
    }

    fn target(&self, id: EntityId) -> Option<&LinkTarget> {
        let document = self.graph().registry.get(id).document?;
        Some(&self.graph().document(document)?.image.as_ref()?.target)
    }

    fn absolute_image(&self, id: EntityId) -> Option<String> {
        match self.target(id)? {
            LinkTarget::Elsewhere(url) => Some(url.clone()),
            target => self.absolute(&target.place(&self.page())?.path),
        }
    }
}
